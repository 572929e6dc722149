import type { Params } from "../../kernel/index.ts";
import { composers, learners } from "../../learn/index.ts";
import type { Run } from "../../registry/index.ts";
import { fieldValue, type RunField } from "./run-fields.ts";

/** What a field of a run comes to: its value, or what its learner takes where nothing was given; undefined without either. */
export function effectiveValue(run: Run, field: RunField): unknown {
  return fieldValue(run, field) ?? defaultOf(run, field);
}

/** Whether runs differ in a field. A parameter that only some of their learners have counts where it is not at its default. */
export function differ(runs: readonly Run[], field: RunField): boolean {
  return new Set(runs.map((run) => standing(run, field))).size > 1;
}

/** A value as one to compare; undefined for the learner's default, given or not. */
function standing(run: Run, field: RunField): string | undefined {
  const value = JSON.stringify(fieldValue(run, field));
  return value === JSON.stringify(defaultOf(run, field)) ? undefined : value;
}

const KNOWN: Readonly<Record<string, { readonly params: Params }>> = { ...learners, ...composers };

/** `params.<head>.params.<name>` stands beside `params.<head>.learner`. */
function defaultOf(run: Run, { path }: RunField): unknown {
  const [name = "", within] = path.toReversed();
  if (within !== "params" || path.length < 4) return undefined;
  const learner = fieldValue(run, { name, path: [...path.slice(0, -2), "learner"] });
  return typeof learner === "string" && Object.hasOwn(KNOWN, learner)
    ? KNOWN[learner]?.params[name]?.default
    : undefined;
}
