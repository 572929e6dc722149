import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Registry, Run } from "../../registry/index.ts";
import type { MemberPath } from "../../store/index.ts";

interface Unknown {
  readonly name: string;
  readonly known: readonly string[];
}

export const fieldUnknown: ErrorConstructor<Unknown> = defineError("cli.input.field-unknown", {
  headline: "No run has such a field",
  message: ({ name, known }: Unknown) => `The runs have ${known.join(", ")}. Got "${name}".`,
});

export const fieldAmbiguous: ErrorConstructor<Unknown> = defineError("cli.input.field-ambiguous", {
  headline: "Which field?",
  message: ({ name, known }: Unknown) => `"${name}" may be ${known.join(" or ")}.`,
  hint: ({ known }: Unknown) => `Write it in full, such as \`${known[0] ?? ""}\`.`,
});

/** A metric, a parameter or a fact of runs, by the name that people use. */
export interface RunField {
  readonly name: string;
  readonly path: MemberPath;
}

const OWN = ["kind", "status", "parent", "number", "snapshot", "seed", "by", "startedAt", "endedAt", "took"];

/** How many of the newest runs tell which metrics and parameters there are. */
const LOOKED_AT = 300;

/** Finds fields by name: what every run has, then metrics and parameters with or without their head. */
export type FieldFinder = (name: string) => RunField;

/** Reads the fields that the newest runs of some systems have. Finding throws `cli.input.field-unknown`, `cli.input.field-ambiguous`. */
export async function runFields(registry: Registry, systems: readonly string[]): Promise<FieldFinder> {
  const newest = { descending: true, limit: LOOKED_AT };
  const pages = await Promise.all(systems.map((system) => registry.findRuns(system, newest)));
  return finderOver([...OWN.map((name) => ({ name, path: [name] })), ...fieldsOf(pages.flatMap(({ runs }) => runs))]);
}

function finderOver(fields: readonly RunField[]): FieldFinder {
  return (name) => {
    const exact = fields.find((field) => field.name === name);
    const near = exact === undefined ? fields.filter((field) => field.name.endsWith(`.${name}`)) : [exact];
    const [found, ...others] = near;
    if (found === undefined) throw fieldUnknown({ name, known: fields.map((field) => field.name) });
    if (others.length > 0) throw fieldAmbiguous({ name, known: near.map((field) => field.name) });
    return found;
  };
}

/** Metrics and parameters of some runs, each once, in order of appearance. */
export function fieldsOf(runs: readonly Run[]): readonly RunField[] {
  const found = new Map<string, RunField>();
  for (const run of runs)
    for (const field of [...metricFields(run), ...paramFields(run)])
      if (!found.has(field.name)) found.set(field.name, field);
  return [...found.values()];
}

/** The metrics of a run. */
export function metricFields({ metrics }: Run): readonly RunField[] {
  return Object.keys(metrics).map((name) => ({ name, path: ["metrics", name] }));
}

/** The learners and parameters of a run's heads. A search has settings instead. */
export function paramFields({ kind, params }: Run): readonly RunField[] {
  if (kind === "search") return [];
  return Object.entries(params).flatMap(([head, learner]) => learnerFields(head, ["params", head], learner));
}

function learnerFields(name: string, path: MemberPath, learner: unknown): readonly RunField[] {
  if (typeof learner !== "object" || learner === null) return [];
  const { params = {}, base } = learner as { readonly params?: object; readonly base?: unknown };
  return [
    { name: `${name}.learner`, path: [...path, "learner"] },
    ...Object.keys(params).map((one) => ({ name: `${name}.${one}`, path: [...path, "params", one] })),
    ...(base === undefined || Array.isArray(base) ? [] : learnerFields(`${name}.base`, [...path, "base"], base)),
  ];
}

/** The value of a field; undefined where a run has none. */
export function fieldValue(run: Run, { path }: RunField): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined,
    run,
  );
}
