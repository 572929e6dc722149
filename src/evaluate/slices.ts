import { insufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Decisions } from "./judged.ts";
import { divideRows, type Part } from "./slice-parts.ts";
import { meansOver, subtractMoney } from "./value.ts";

/** One part of the data, looked at separately. */
export interface SliceResult {
  readonly field: string;
  readonly value: string;
  readonly rows: number;
  /** How many were true, and how well the scores tell them apart; null where the truth is no yes or no. */
  readonly positives: number | null;
  readonly rocAuc: Estimated | null;
  readonly perDecision: Estimated;
  /** Money per decision over the rule, in this slice. */
  readonly overRule: Estimated;
}

/** Money of the model and of the rule, row by row. */
interface SlicedMoney {
  readonly model: Float64Array;
  readonly rule: Float64Array;
}

/** Tells what else there is to know of some rows. */
export interface Tell {
  of(rows: Int32Array): { readonly positives: number; readonly rocAuc: () => Estimated };
}

/** Fewer rows than this are not judged. */
const FEWEST = 100;
const MOST_VALUES = 30;

/** Every value of every declared slice; numbers are cut into quarters. The values beyond the thirty largest are left out. */
export function sliceResults(decisions: Decisions, money: SlicedMoney, tell?: Tell): readonly SliceResult[] {
  return decisions.slices.columns.flatMap((column) =>
    keepLargest(divideRows(column)).map((part) => ({
      field: column.name,
      ...judgePart(decisions, { ...money, ...(tell === undefined ? {} : { tell }) }, part),
    })),
  );
}

function keepLargest(parts: readonly Part[]): readonly Part[] {
  const largest = new Set([...parts].sort((a, b) => b.rows.length - a.rows.length).slice(0, MOST_VALUES));
  return parts.filter((part) => largest.has(part));
}

function judgePart(
  decisions: Decisions,
  { model, rule, tell }: SlicedMoney & { readonly tell?: Tell },
  { value, rows }: Part,
): Omit<SliceResult, "field"> {
  const told = tell?.of(rows) ?? null;
  const facts = { value, rows: rows.length, positives: told?.positives ?? null };
  if (rows.length < FEWEST) {
    const few = insufficient("too-few-rows", { need: FEWEST, have: rows.length });
    return { ...facts, rocAuc: told === null ? null : few, perDecision: few, overRule: few };
  }
  const mean = meansOver(pickDecisions(decisions, rows));
  const [mine, theirs] = [pickNumbers(model, rows), pickNumbers(rule, rows)];
  return {
    ...facts,
    rocAuc: told?.rocAuc() ?? null,
    perDecision: mean(mine),
    overRule: mean(subtractMoney(mine, theirs)),
  };
}

/** The decisions of a part; fields other than the rows' own numbers stay behind. */
function pickDecisions({ weight, entity }: Decisions, rows: Int32Array): Decisions {
  return {
    rows: rows.length,
    weight: pickNumbers(weight, rows),
    entity: rows.map((row) => entity[row] as number),
    slices: { rows: rows.length, columns: [] },
  };
}

/** The numbers of some rows. */
export function pickNumbers(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
