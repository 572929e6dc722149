import { type Column, cell, isMissing } from "../../data/index.ts";
import { wordCount, wordNames } from "../words.ts";
import { type AssumptionCase, type Found, held, open, refuted } from "./checked-assumption.ts";

/** Repetitions that are named. */
const SHOWN = 5;

/** Whether no two rows have the same values of some fields. Rows without one of them are left out. */
export function checkUnique(
  { fields }: { readonly fields: readonly string[] },
  { rows: { table, rowNumbers } }: AssumptionCase,
): Found {
  const columns = fields.flatMap((name) => table.columns.filter((column) => column.name === name));
  if (columns.length < fields.length || columns.length === 0) return open("Not all of these fields are in the data.");
  const first = new Map<string, number>();
  const worst: string[] = [];
  let [repeated, looked] = [0, 0];
  for (let row = 0; row < table.rows; row++) {
    if (columns.some((column) => isMissing(column, row))) continue;
    looked++;
    const key = keyOf(columns, row);
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, row);
      continue;
    }
    repeated++;
    if (worst.length < SHOWN)
      worst.push(
        `Row ${wordCount(rowNumbers[row] as number)} repeats row ${wordCount(rowNumbers[earlier] as number)}.`,
      );
  }
  const what = wordNames(fields);
  if (repeated === 0) return held(`No two of ${wordCount(looked)} rows have the same ${what}.`);
  const message = `${wordCount(repeated)} of ${wordCount(looked)} rows repeat the ${what} of an earlier one.`;
  return refuted(message, worst);
}

function keyOf(columns: readonly Column[], row: number): string {
  return JSON.stringify(columns.map((column) => cell(column, row)));
}
