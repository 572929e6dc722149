import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { targetsOf } from "../../system/index.ts";

/** The label of one outcome: 0 or 1, a class number, or a value; NaN where it is not known. */
export interface LabelColumn {
  readonly values: Float64Array;
  readonly classes: readonly string[];
  /** How many rows each stands for, where the history was left to chance: of mean 1, 0 where nothing is told. */
  readonly weight?: Float64Array;
  /** How much each matters while this is learned, and only then. Default: all alike. */
  readonly importance?: Float64Array;
}

interface Constant {
  readonly outcome: string;
  readonly rows: number;
  readonly value: string;
  readonly count: number;
}

export const labelConstant: ErrorConstructor<Constant> = defineError("train.label-constant", {
  headline: "Nothing to learn",
  message: ({ outcome, rows, value, count }: Constant) =>
    count === 0
      ? `The outcome \`${outcome}\` is ${value} in all ${rows} rows. Learning needs both.`
      : `The outcome \`${outcome}\` is ${value} in only ${count} of ${rows} rows. At least ${FEWEST} are needed to train and to judge.`,
  hint: () => "Check how `history` reads it, or collect more of the rarer side first.",
});

interface Poor {
  readonly outcome: string;
  readonly rows: number;
  /** What there is, as the end of a sentence. */
  readonly got: string;
}

export const labelPoor: ErrorConstructor<Poor> = defineError("train.label-poor", {
  headline: "Nothing to learn",
  message: ({ outcome, rows, got }: Poor) =>
    `The outcome \`${outcome}\` must differ between rows, and be known in at least ${FEWEST}. In ${rows} rows it ${got}.`,
  hint: () => "Check how `history` reads it, or collect more first.",
});

/** Fewer than this many of either truth cannot be split into folds that say anything. */
const FEWEST = 10;

/** Throws `train.label-constant`, `train.label-poor` where there is nothing to learn about what answers are held against. */
export function requireTruth(system: SystemDefinition, labels: Readonly<Record<string, LabelColumn>>): void {
  for (const outcome of targetsOf(system)) {
    const label = labels[outcome] ?? { values: new Float64Array(0), classes: [] };
    if (system.outcomes[outcome]?.kind === "flag") requireBoth(outcome, label);
    else requireVariety(outcome, label);
  }
}

function requireBoth(outcome: string, { values }: LabelColumn): void {
  const yes = values.reduce((sum, value) => sum + value, 0);
  const no = values.length - yes;
  if (Math.min(yes, no) >= FEWEST) return;
  throw labelConstant({ outcome, rows: values.length, value: labelWord({ yes, no }), count: Math.min(yes, no) });
}

/** The side that is named: the constant one when the other is absent, else the rare one. */
function labelWord({ yes, no }: { yes: number; no: number }): string {
  if (yes === 0) return "no";
  if (no === 0) return "yes";
  return yes < no ? "yes" : "no";
}

function requireVariety(outcome: string, { values, classes }: LabelColumn): void {
  const rows = values.length;
  if (rows < FEWEST) throw labelPoor({ outcome, rows, got: "is known in too few" });
  const [first] = values;
  if (values.some((value) => value !== first)) return;
  throw labelPoor({ outcome, rows, got: `is always ${classes[first ?? 0] ?? String(first)}` });
}
