import { didYouMean } from "../../kernel/index.ts";
import { columnMissing } from "../file-errors.ts";
import type { RawTable } from "../raw.ts";
import type { Column } from "../table.ts";
import { type Contract, contract } from "./contract.ts";
import { flag, number, text, time } from "./declare.ts";
import { inspect } from "./enforce.ts";
import type { Field, Known } from "./field.ts";
import { fieldsWithOrder, type LikelyOrder, likelyOrders } from "./infer-order.ts";
import { likelyPattern } from "./infer-pattern.ts";
import { likelyPersonal } from "./infer-personal.ts";
import { type Observed, observe } from "./observe.ts";
import { parseNumber } from "./parse.ts";
import type { PersonalClass } from "./personal.ts";

/** Something that a person should look at. */
export interface Note {
  /** Absent: it is about the whole table. */
  readonly field?: string;
  readonly text: string;
  /** Says why something was proposed, and how sure that is; nothing is amiss. */
  readonly reason?: true;
}

/** A contract proposed from data, to be read and corrected by a person. */
export interface Proposal {
  readonly contract: Contract;
  readonly notes: readonly Note[];
}

export interface InferOptions {
  /** The column that is only known afterwards. */
  readonly label?: string;
}

/** Texts that commonly stand for "no value". `None` is left out: it is as often a category. */
const MARKERS: readonly string[] = ["?", "NA", "N/A", "NaN", "nan", "null", "NULL"];
const MOST_VALUES = 50;
/** Fewer rows than this prove nothing about uniqueness. */
const ENOUGH_ROWS = 20;

/**
 * Proposes a contract from what a table holds: kinds, whole numbers, ranges with room to spare, allowed values,
 * patterns, uniqueness, how much may be missing, the markers that mean missing, orders between fields, and what looks like
 * personal data. The notes say why, and how sure that is. Throws `data.column-missing` when there is no
 * such label.
 */
export function inferContract(raw: RawTable, { label }: InferOptions = {}): Proposal {
  const names = raw.columns.map(({ name }) => name);
  if (label !== undefined && !names.includes(label))
    throw columnMissing({ column: label, columns: names, suggestion: didYouMean(label, names) });
  const found = MARKERS.filter((marker) => raw.columns.some((column) => holds(column, marker)));
  const markers = new Set(["", ...found]);
  const proposals = raw.columns.map((column) => proposeField(column, observe(column, markers), column.name === label));
  const fields = Object.fromEntries(proposals.map(({ name, field }) => [name, field]));
  const plain = contract(fields, { missingValues: found });
  const orders = likelyOrders(inspect(raw, { ...plain, fields: fieldsWithOrder(plain.fields) }).table);
  return {
    contract: orders.length === 0 ? plain : { ...plain, rules: orders.map(({ rule }) => rule) },
    notes: [...tableNotes(raw, found), ...orders.map(noteOrder), ...proposals.flatMap(({ notes }) => notes)],
  };
}

function noteOrder({ rule, rows }: LikelyOrder): Note {
  const words = `rule ${rule.name} held in all ${rows.toLocaleString("en-US")} rows that have both (${rows < 1_000 ? "a guess" : "likely"})`;
  return { text: words, reason: true };
}

function holds(column: Column, marker: string): boolean {
  return column.kind === "text" && column.levels.some((level) => level.trim() === marker);
}

function tableNotes(raw: RawTable, found: readonly string[]): readonly Note[] {
  const markers = found.map((marker) => ({ text: `"${marker}" is taken to mean missing` }));
  const rejected = raw.rejected?.length ?? 0;
  const bad = rejected === 0 ? [] : [{ text: `${rejected} rows have too many or too few fields` }];
  return [...markers, ...bad, ...(raw.notes ?? []).map((words) => ({ text: words }))];
}

interface FieldProposal {
  readonly name: string;
  readonly field: Field;
  readonly notes: readonly Note[];
}

function proposeField(column: Column, seen: Observed, isLabel: boolean): FieldProposal {
  const known: Known = isLabel ? "after" : "before";
  const likely = isLabel ? undefined : likelyPersonal(seen);
  const common = {
    known,
    missing: headroom(seen.missing / Math.max(1, seen.rows)),
    ...uniqueness(seen, isLabel),
    ...(likely === undefined ? {} : { personal: likely.personal }),
  };
  const shape = likelyPattern(seen.levels.map(({ text: level }) => level));
  const field = fieldOf(column, seen, { ...common, ...(shape === undefined ? {} : { pattern: shape.pattern }) });
  const why = (words: string): Note => ({ field: seen.name, text: words, reason: true });
  return {
    name: seen.name,
    field,
    notes: [
      ...notesOn(column, seen),
      ...(field.unique
        ? [
            why(
              `has a value of its own in each of ${seen.rows.toLocaleString("en-US")} rows (${seen.rows < 1_000 ? "a guess" : "likely"})`,
            ),
          ]
        : []),
      ...(field.pattern === undefined || shape === undefined ? [] : [why(`has a pattern: ${shape.because}`)]),
      ...(likely === undefined ? [] : [why(`is taken for personal data (${likely.personal}): ${likely.because}`)]),
    ],
  };
}

interface Common {
  readonly known: Known;
  readonly missing: number;
  readonly unique?: boolean;
  readonly personal?: PersonalClass;
}

interface Proposed extends Common {
  readonly pattern?: string;
}

function fieldOf(column: Column, seen: Observed, { pattern, ...common }: Proposed): Field {
  const flagWords = wordsOfFlag(seen);
  if (column.kind === "flag") return flag(common);
  if (flagWords !== undefined) return flag({ ...common, ...flagWords });
  if (column.kind === "time" || seen.times) return time(common);
  if (column.kind === "number" || isNumeric(seen))
    return number({ ...common, ...rangeOf(seen, common.unique === true) });
  const values = seen.levels.map((level) => level.text).sort(byText);
  const isCategory = values.length > 0 && values.length <= MOST_VALUES && common.unique !== true;
  if (isCategory) return text({ ...common, values });
  return text({ ...common, ...(pattern === undefined ? {} : { pattern }) });
}

function isNumeric({ numeric, rows, missing, leadingZero, beyondDoubles }: Observed): boolean {
  return numeric > 0 && numeric === rows - missing && !leadingZero && !beyondDoubles;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const PAIRS: readonly (readonly [yes: string, no: string])[] = [
  ["true", "false"],
  ["t", "f"],
  ["yes", "no"],
  ["y", "n"],
  ["1", "0"],
];

/** How yes and no are written, when two values are such a pair; nothing to add for the usual ways. */
function wordsOfFlag({ levels, distinct, numeric, min, max }: Observed): object | undefined {
  if (distinct !== 2) return undefined;
  if (levels.length === 0) return numeric > 0 && min === 0 && max === 1 ? {} : undefined;
  const written = new Set(levels.map((level) => level.text.trim().toLowerCase()));
  return PAIRS.some(([yes, no]) => written.has(yes) && written.has(no)) ? {} : undefined;
}

/** Whole numbers and texts in which every row has its own value are taken for identifiers. */
function uniqueness(seen: Observed, isLabel: boolean): { unique?: true } {
  const isOwn = seen.distinct === seen.rows && seen.rows >= ENOUGH_ROWS;
  const isName = seen.levels.length > 0 ? !seen.times : seen.numeric > 0;
  const isFraction = isNumeric(seen) && !seen.integers;
  return isOwn && isName && !isFraction && !isLabel ? { unique: true } : {};
}

/** Room for a fifth more than was seen, at least two points in a hundred, rounded up to a hundredth. */
function headroom(share: number): number {
  if (share === 0) return 0;
  return Math.min(1, Math.ceil(Math.max(share * 1.2, share + 0.02) * 100 - 1e-9) / 100);
}

/** A range rounded outwards to a round number; none for identifiers, of which the next is beyond all that were seen, and constants. */
function rangeOf(seen: Observed, isUnique: boolean): { integer?: true; min?: number; max?: number } {
  const whole = seen.integers ? { integer: true as const } : {};
  const isMany = seen.integers && seen.distinct > 1_000 && seen.max > 10_000;
  if (isUnique || isMany || seen.distinct < 2) return whole;
  const bounds = { min: 0 - roundUp(-seen.min), max: roundUp(seen.max) };
  // An infinity bounds nothing, and cannot be written.
  return { ...whole, ...Object.fromEntries(Object.entries(bounds).filter(([, bound]) => Number.isFinite(bound))) };
}

const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The next round number; 0 for what is not positive. */
function roundUp(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const round = ROUND.map((step) => Number((step * power).toPrecision(2))).find((candidate) => candidate >= value);
  return round ?? value;
}

function notesOn(column: Column, seen: Observed): readonly Note[] {
  const say = (words: string): Note => ({ field: seen.name, text: words });
  const present = seen.rows - seen.missing;
  if (present === 0) return [say("has no value in any row; consider leaving it out")];
  if (seen.distinct === 1) return [say("has the same value in every row; it can teach nothing")];
  if (column.kind !== "text") return [];
  if (seen.leadingZero && seen.numeric === present)
    return [say("is kept as text: numbers with leading zeros are codes")];
  if (seen.beyondDoubles && seen.numeric === present)
    return [say("is kept as text: whole numbers beyond 2^53 would be rounded")];
  const isMixed = seen.numeric >= present / 2 && seen.numeric < present;
  if (!isMixed) return [];
  const odd = seen.levels.filter(({ text: level }) => Number.isNaN(parseNumber(level)));
  const frequent = odd.sort((a, b) => b.rows - a.rows).slice(0, 3);
  const shown = frequent.map((level) => `"${level.text}"`).join(", ");
  return [say(`is kept as text: most values are numbers, but not all (${shown})`)];
}
