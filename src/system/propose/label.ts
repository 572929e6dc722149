import { type Column, cell, column, type Table } from "../../data/index.ts";
import { didYouMean } from "../../kernel/index.ts";
import { labelUnusable, positiveUnknown } from "./errors.ts";
import { levelsOf } from "./levels.ts";
import { access, identifier } from "./names.ts";
import type { Warning } from "./warning.ts";

/** The outcome that a label stands for, and what is answered about it. */
export interface ProposedOutcome {
  /** Whether to act on a yes or no, to pick a label, or to pick a value. */
  readonly answers: "yes-or-no" | "label" | "value";
  /** Of the outcome and of its head. */
  readonly name: string;
  /** How the history tells it: source over a row `r`. */
  readonly source: string;
  /** What yes means, or what is answered, in words. */
  readonly meaning: string;
  /** 1 yes, 0 no, NaN not known or neither; by row. Of a label or a value: the two cases that a rule tells apart. */
  readonly truth: Float64Array;
  /** The two answers of a rule, where yes and where no, as source; absent where it answers yes or no. */
  readonly ruleAnswers?: readonly [yes: string, no: string];
  readonly warnings: readonly Warning[];
}

/** One way to read a label as yes or no. */
interface Reading {
  readonly source: string;
  readonly meaning: string;
  isYes(value: string | number | boolean): boolean;
  /** Of a label: what is neither the one nor the other of the two that a rule tells apart. */
  isNeither?(value: string | number | boolean): boolean;
  readonly warning?: Warning;
  readonly answers?: "label" | "value";
  readonly ruleAnswers?: readonly [yes: string, no: string];
}

/** Fewer than this many of either answer train no model. */
const FEWEST = 10;

/**
 * Proposes the outcome of a label column: a flag as it is, the rarer of two values, one of several texts as a label, a
 * number of many values as a value; or the yes or no that `positive` names. Throws `propose.label-unusable`, `propose.positive-unknown`.
 */
export function proposeOutcome(table: Table, label: string, positive?: string): ProposedOutcome {
  const found = column(table, label);
  const levels = levelsOf(found);
  const refuse = (problem: string, advice: string): never => {
    throw labelUnusable({ label, problem, advice });
  };
  if (found.kind === "time") refuse("is a point in time", "Name a column that says what happened, not when.");
  if (levels.length === 0) refuse("has no value in any row", "Name another column, or fill this one.");
  const [only] = levels;
  if (levels.length === 1)
    refuse(`is ${JSON.stringify(only?.value)} in all ${only?.rows} rows`, "Add rows of the other kind.");
  const reading = positive === undefined ? readingOf(found, label) : chosenReading(found, label, positive);
  const truth = Float64Array.from({ length: table.rows }, (_, row) => {
    const value = cell(found, row);
    return value === null || reading.isNeither?.(value) === true ? Number.NaN : Number(reading.isYes(value));
  });
  return {
    answers: reading.answers ?? "yes-or-no",
    ...(reading.ruleAnswers === undefined ? {} : { ruleAnswers: reading.ruleAnswers }),
    name: identifier(label),
    source: reading.source,
    meaning: reading.meaning,
    truth,
    warnings: [
      ...(reading.warning === undefined ? [] : [reading.warning]),
      ...checkBoth(truth, label, reading.meaning),
    ],
  };
}

function checkBoth(truth: Float64Array, label: string, meaning: string): readonly Warning[] {
  const yes = truth.filter((value) => value === 1).length;
  const no = truth.filter((value) => value === 0).length;
  const fewer = Math.min(yes, no);
  if (fewer < 2)
    throw labelUnusable({
      label,
      problem: `has ${fewer === 0 ? "no row" : "only one row"} that is ${yes < no ? "" : "not "}${meaning}`,
      advice: "A model needs many rows of both kinds: collect more of the rarer one, or choose it with `--positive`.",
    });
  if (fewer >= FEWEST) return [];
  const message = `Only ${fewer} rows are ${yes < no ? "" : "not "}${meaning}; training needs at least ${FEWEST}.`;
  return [{ code: "init.label-rare", message }];
}

/** The reading that suggests itself. */
function readingOf(found: Column, label: string): Reading {
  if (found.kind === "flag") return flagReading(label, true);
  const levels = levelsOf(found);
  if (found.kind === "text") {
    const usual = levels.filter(({ rows }) => rows >= FEWEST);
    const isLabel = usual.length > 2 && levels.length <= MOST_CLASSES;
    return isLabel ? labelReading(levels.length, usual, label) : rarestReading(found, label);
  }
  if (levels.length > MOST_CLASSES) return valueReading(found, label);
  return levels.length === 2 ? rarestReading(found, label) : medianReading(found, label);
}

/** A label of several values, of which a first rule tells the two commonest apart. */
function labelReading(all: number, usual: ReturnType<typeof levelsOf>, label: string): Reading {
  const [first, second] = usual.map(({ value }) => value);
  const message = `\`${label}\` has ${all} values, so the answer is one of them. \`--positive <value>\` asks whether it is that one instead.`;
  return {
    answers: "label",
    source: access("r", label),
    meaning: `one of the ${all} values of ${label}`,
    isYes: (value) => value === second,
    isNeither: (value) => value !== first && value !== second,
    ruleAnswers: [JSON.stringify(second), JSON.stringify(first)],
    warning: { code: "init.label-classes", message },
  };
}

/** A number of many values, of which a first rule tells the larger half from the smaller one. */
function valueReading(found: Column, label: string): Reading {
  const values = numbersOf(found);
  const at = (share: number): number => Number((values[Math.floor(share * (values.length - 1))] ?? 0).toPrecision(3));
  const median = values[Math.floor((values.length - 1) / 2)] ?? 0;
  const message = `\`${label}\` is a number of many values, so the answer is a value. \`bucket\` or \`above\` in \`history\` makes a label or a yes or no of it.`;
  return {
    answers: "value",
    source: access("r", label),
    meaning: `a value of ${label}`,
    isYes: (value) => Number(value) > median,
    ruleAnswers: [String(at(0.75)), String(at(0.25))],
    warning: { code: "init.label-value", message },
  };
}

function numbersOf(found: Column): Float64Array {
  return found.kind === "text" ? new Float64Array() : found.values.filter((value) => !Number.isNaN(value)).sort();
}

/** The reading that was asked for. */
function chosenReading(found: Column, label: string, positive: string): Reading {
  if (found.kind === "flag" && /^(true|t|yes|y|1)$/i.test(positive)) return flagReading(label, true);
  if (found.kind === "flag" && /^(false|f|no|n|0)$/i.test(positive)) return flagReading(label, false);
  const levels = levelsOf(found).map(({ value }) => value);
  const value = levels.find((level) => level === (found.kind === "number" ? Number(positive) : positive));
  if (value !== undefined) return equalsReading(label, value);
  const values = levels.slice(0, 12).map(String);
  throw positiveUnknown({ label, positive, values, suggestion: didYouMean(positive, values) });
}

function flagReading(label: string, yes: boolean): Reading {
  const source = `${access("r", label)}${yes ? "" : ".not()"}`;
  return { source, meaning: `${label} = ${yes}`, isYes: (value) => value === yes };
}

function equalsReading(label: string, wanted: string | number | boolean): Reading {
  return {
    source: `${access("r", label)}.equals(${JSON.stringify(wanted)})`,
    meaning: `${label} = ${JSON.stringify(wanted)}`,
    isYes: (value) => value === wanted,
  };
}

/** More values than these are descriptions, not classes. */
const MOST_CLASSES = 50;

function rarestReading(found: Column, label: string): Reading {
  const levels = levelsOf(found);
  if (levels.length > MOST_CLASSES)
    throw labelUnusable({
      label,
      problem: `is text with ${levels.length} different values`,
      advice: "Name the value that counts as yes with `--positive <value>`, or name another column.",
    });
  // Among values that occur often enough to be learned; a value of three rows is more likely a slip than a class.
  const usual = levels.filter(({ rows }) => rows >= FEWEST);
  const rarest = (usual.length > 0 ? usual : levels).at(-1)?.value ?? "";
  const others = levels.length > 2 ? `; the other ${levels.length - 1} values count as no` : "";
  const message = `Yes is taken to be \`${label}\` = ${JSON.stringify(rarest)}, the ${levels.length > 2 ? "rarest" : "rarer"} value${others}. \`--positive <value>\` chooses another.`;
  return { ...equalsReading(label, rarest), warning: { code: "init.positive-assumed", message } };
}

/** A payoff speaks of yes and no, so a number needs a line that it is above or not. */
function medianReading(found: Column, label: string): Reading {
  const values = numbersOf(found);
  const median = values[Math.floor((values.length - 1) / 2)] ?? 0;
  const isAbove = values.some((value) => value > median);
  const message =
    `\`${label}\` is a number, and a payoff needs a yes or no: yes is taken to be ${isAbove ? "above" : "at least"} ` +
    `its median, ${median}. Set the line where the decision changes.`;
  return {
    source: `${access("r", label)}.${isAbove ? "above" : "atLeast"}(${median})`,
    meaning: `${label} ${isAbove ? ">" : "≥"} ${median}`,
    isYes: (value) => (isAbove ? Number(value) > median : Number(value) >= median),
    warning: { code: "init.label-median", message },
  };
}
