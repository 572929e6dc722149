import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Run } from "../../registry/index.ts";
import type { LearnerRef, SystemDefinition } from "../../system/index.ts";

export const forkImpossible: ErrorConstructor<{ readonly id: string; readonly why: string }> = defineError(
  "cli.input.fork-impossible",
  {
    headline: "This run cannot be forked",
    message: ({ id, why }: { readonly id: string; readonly why: string }) => `${id} cannot be trained again: ${why}.`,
  },
);

export const settingMalformed: ErrorConstructor<{ readonly got: string; readonly heads: readonly string[] }> =
  defineError("cli.setting-malformed", {
    headline: "A parameter that cannot be set",
    message: ({ got, heads }: { readonly got: string; readonly heads: readonly string[] }) =>
      `A change is \`param=value\`, or \`head.param=value\` where the run has several heads (${heads.join(", ")}). Got "${got}".`,
  });

/** The system with the learners of a run, and some of their parameters changed. Throws `cli.input.fork-impossible`, `cli.setting-malformed`. */
export function forked(system: SystemDefinition, run: Run, changes: readonly string[]): SystemDefinition {
  const heads = run.kind === "search" ? [] : Object.entries(run.params as Readonly<Record<string, LearnerRef>>);
  if (heads.length === 0)
    throw forkImpossible({ id: run.id, why: "it recorded no learner; fork one of its trials, or a later run" });
  for (const [head] of heads)
    if (!Object.hasOwn(system.heads, head))
      throw forkImpossible({ id: run.id, why: `the file declares no head "${head}"` });
  const names = heads.map(([head]) => head);
  const settings = changes.map((change) => readSetting(change, names));
  const learners = heads.map(([head, { learner, params, base }]) => {
    const changed = settings.filter((one) => one.head === head).map(({ name, value }) => [name, value]);
    const ref = {
      learner,
      params: { ...params, ...Object.fromEntries(changed) },
      ...(base === undefined ? {} : { base }),
    };
    return [head, { ...system.heads[head], learner: ref }] as const;
  });
  return { ...system, heads: { ...system.heads, ...Object.fromEntries(learners) } as SystemDefinition["heads"] };
}

interface Setting {
  readonly head: string;
  readonly name: string;
  readonly value: unknown;
}

function readSetting(text: string, heads: readonly string[]): Setting {
  const [, left, raw] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (left === undefined || raw === undefined) throw settingMalformed({ got: text, heads });
  const named = heads.find((head) => left.startsWith(`${head}.`));
  const head = named ?? (heads.length === 1 ? heads[0] : undefined);
  if (head === undefined) throw settingMalformed({ got: text, heads });
  return { head, name: named === undefined ? left : left.slice(named.length + 1), value: readValue(raw) };
}

function readValue(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}
