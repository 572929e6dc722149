import { type Column, isMissing } from "../../data/index.ts";
import { counted, wordCount, wordNames, wordShare } from "../words.ts";
import { type AssumptionCase, type Found, held, open, refuted } from "./checked-assumption.ts";

/** Fields whose gaps are told one by one. */
const SHOWN = 5;
/** Rows that are named for each. */
const EXAMPLES = 3;

interface Gap {
  readonly field: string;
  readonly share: number;
  /** Where the first rows without a value stand. */
  readonly first: readonly number[];
}

/** Whether no field misses more than a share of its values. The contract says what counts as missing. */
export function checkComplete(
  { fields, missing = 0 }: { readonly fields?: readonly string[]; readonly missing?: number },
  { system, rows: { table, rowNumbers } }: AssumptionCase,
): Found {
  const names = fields ?? Object.keys(system.contract.fields);
  const columns = table.columns.filter(({ name }) => names.includes(name));
  if (columns.length === 0 || table.rows === 0) return open("There are no rows of these fields to look at.");
  const gaps = columns.map((column) => gapOf(column, rowNumbers)).sort((a, b) => b.share - a.share);
  const broken = gaps.filter(({ share }) => share > missing);
  const looked = `${counted(columns.length, "field")} (${counted(table.rows, "row")})`;
  const [worst] = broken;
  if (worst === undefined)
    return held(
      missing === 0
        ? `No value is missing in ${looked}.`
        : `No more than ${wordShare(missing)} of the values are missing in any of ${looked}; the most is ${wordShare(gaps[0]?.share ?? 0)}.`,
    );
  const what = missing === 0 ? "Values" : `More than ${wordShare(missing)} of the values`;
  return refuted(
    `${what} are missing in ${wordCount(broken.length)} of ${looked}: ${wordNames(broken.map(({ field }) => field))}.`,
    broken.slice(0, SHOWN).map(wordGap),
  );
}

function gapOf(column: Column, rowNumbers: Int32Array): Gap {
  const first: number[] = [];
  let count = 0;
  for (let row = 0; row < rowNumbers.length; row++) {
    if (!isMissing(column, row)) continue;
    if (count < EXAMPLES) first.push(rowNumbers[row] as number);
    count++;
  }
  return { field: column.name, share: count / Math.max(1, rowNumbers.length), first };
}

function wordGap({ field, share, first }: Gap): string {
  const few = first.map(wordCount).join(", ");
  return `\`${field}\` is missing in ${wordShare(share)} of the rows, first in ${first.length === 1 ? "row" : "rows"} ${few}.`;
}
