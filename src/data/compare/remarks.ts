import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { percent } from "../percent.ts";
import type { ColumnProfile } from "../profile/profile.ts";
import type { Verdict } from "./comparison.ts";
import type { Renamed } from "./renamed.ts";
import { unitChange } from "./unit-change.ts";
import { isIdentifier, isSerial } from "./value-finding.ts";

/** What a person should know of a column's change, one sentence each. */
export function remarksOn({ before, after }: Renamed, verdict: Verdict | Insufficient): readonly string[] {
  const unit = unitRemark({ before, after }, verdict);
  const renamed = before.name === after.name ? [] : [renamedRemark(before.name, unit.length > 0)];
  if (before.kind !== after.kind) return [...renamed, `Was a ${before.kind}, and is a ${after.kind} now.`];
  return [
    ...renamed,
    ...missingRemark(before, after),
    ...unit,
    ...serialRemark(before, after),
    ...periodRemark(before, after),
    ...valueRemarks(before, after),
  ];
}

function renamedRemark(name: string, isRescaled: boolean): string {
  return isRescaled
    ? `Looks like \`${name}\` under a new name and in another unit.`
    : `Looks like \`${name}\` under a new name: the values are distributed alike.`;
}

function missingRemark(before: ColumnProfile, after: ColumnProfile): readonly string[] {
  const [p, q] = [shareMissing(before), shareMissing(after)];
  if (after.count === 0 && before.count > 0) return ["Has no value at all any more."];
  if (before.count === 0 && after.count > 0) return ["Had no value before."];
  return Math.abs(p - q) < 0.01 ? [] : [`Missing in ${percent(q)} of rows, before in ${percent(p)}.`];
}

function unitRemark({ before, after }: Renamed, verdict: Verdict | Insufficient): readonly string[] {
  if (isInsufficient(verdict) || verdict === "no change") return [];
  if (before.kind !== "number" || after.kind !== "number") return [];
  const found = unitChange(before, after);
  return found === undefined ? [] : [`Looks like a change of unit: the values seem to be ${found.words}.`];
}

function serialRemark(before: ColumnProfile, after: ColumnProfile): readonly string[] {
  return isSerial(before) && isSerial(after)
    ? ["Every row has a number of its own, one next to the other: the numbers were not compared."]
    : [];
}

function periodRemark(before: ColumnProfile, after: ColumnProfile): readonly string[] {
  const [was, is] = [periodOf(before), periodOf(after)];
  return was === is || is === "" || was === "" ? [] : [`Reaches ${is}; before ${was}.`];
}

function periodOf(column: ColumnProfile): string {
  if (column.kind !== "time" || isInsufficient(column.numbers)) return "";
  const [from, to] = [column.numbers.min, column.numbers.max].map((at) => new Date(at).toISOString().slice(0, 10));
  return `from ${from} to ${to}`;
}

function valueRemarks(before: ColumnProfile, after: ColumnProfile): readonly string[] {
  if (before.kind !== "text" || after.kind !== "text") return [];
  if (isIdentifier(before) && isIdentifier(after))
    return ["Nearly every row has a text of its own: what the texts look like was compared, not the texts."];
  const { newValues: come, vanished: gone } = newValues(before, after);
  const share = shareOf(after, come);
  return [
    ...(come.length === 0
      ? []
      : [
          `${come.length === 1 ? "A new value" : `${come.length} new values`} in ${percent(share)} of rows: ${named(come)}.`,
        ]),
    ...(gone.length === 0
      ? []
      : [
          `${gone.length === 1 ? "A value is" : `${gone.length} values are`} gone that had ${percent(shareOf(before, gone))} of rows: ${named(gone)}.`,
        ]),
  ];
}

/** Values that came up or went away, the most frequent first; none where not every value of both was counted. */
export function newValues(
  before: ColumnProfile,
  after: ColumnProfile,
): { readonly newValues: readonly string[]; readonly vanished: readonly string[] } {
  const counted = before.kind === "text" && after.kind === "text" && before.countError === 0 && after.countError === 0;
  if (!counted || (isIdentifier(before) && isIdentifier(after))) return { newValues: [], vanished: [] };
  const [p, q] = [valuesOf(before), valuesOf(after)];
  return { newValues: [...q].filter((value) => !p.has(value)), vanished: [...p].filter((value) => !q.has(value)) };
}

function valuesOf({ values }: ColumnProfile): ReadonlySet<string> {
  return new Set(values.map(({ value }) => String(value)));
}

function shareOf({ values, count }: ColumnProfile, among: readonly string[]): number {
  const names = new Set(among);
  const rows = values.reduce((sum, { value, count: n }) => sum + (names.has(String(value)) ? n : 0), 0);
  return rows / Math.max(1, count);
}

function shareMissing({ missing, count }: ColumnProfile): number {
  return missing / Math.max(1, missing + count);
}

const SHOWN = 5;

function named(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN).map((value) => `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`);
  return values.length > SHOWN ? `${shown.join(", ")} and ${values.length - SHOWN} more` : shown.join(", ");
}
