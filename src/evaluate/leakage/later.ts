import type { Column, NumericColumn, Table } from "../../data/index.ts";
import type { LeakSuspect } from "./leak-suspect.ts";

const SECOND = 1_000;
/** 1990 and 2100, milliseconds since 1970: numbers that all lie between are taken for moments. */
const [EARLIEST, LATEST] = [631_152_000_000, 4_102_444_800_000];

interface Decided {
  readonly fields: Table;
  readonly decidedAt?: Float64Array;
}

/** Fields that hold a moment after the row's decision: times, and numbers that count seconds or milliseconds since 1970. */
export function laterThanDecision({ fields, decidedAt }: Decided): readonly LeakSuspect[] {
  if (decidedAt === undefined) return [];
  return fields.columns.flatMap((column) => {
    const moments = momentsOf(column);
    if (moments === undefined) return [];
    const later = countLater(moments, decidedAt);
    return wordLater({ field: column.name, later, rows: decidedAt.length, certain: column.kind === "time" });
  });
}

interface Moments {
  readonly values: Float64Array;
  /** Milliseconds that one of them counts. */
  readonly unit: number;
}

function momentsOf(column: Column): Moments | undefined {
  if (column.kind === "time") return { values: column.values, unit: 1 };
  if (column.kind !== "number") return undefined;
  const unit = [1, SECOND].find((each) => areMoments(column, each));
  return unit === undefined ? undefined : { values: column.values, unit };
}

function areMoments({ values }: NumericColumn, unit: number): boolean {
  let some = false;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!(value * unit > EARLIEST && value * unit < LATEST)) return false;
    some = true;
  }
  return some;
}

function countLater({ values, unit }: Moments, decidedAt: Float64Array): number {
  let later = 0;
  for (let row = 0; row < values.length; row++)
    if ((values[row] as number) * unit > (decidedAt[row] as number)) later++;
  return later;
}

interface Later {
  readonly field: string;
  readonly later: number;
  readonly rows: number;
  readonly certain: boolean;
}

function wordLater({ field, later, rows, certain }: Later): readonly LeakSuspect[] {
  if (later === 0) return [];
  const strength = later / Math.max(1, rows);
  const subject = certain ? `\`${field}\`` : `\`${field}\`, read as a moment,`;
  const message = `${subject} is later than the decision in ${later} rows (${(100 * strength).toFixed(1)}%), so it was not known then.`;
  const advice = 'Declare it `known: "after"`.';
  return [{ field, why: "later-than-decision", certain, strength, message, advice }];
}
