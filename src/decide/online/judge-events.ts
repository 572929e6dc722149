import {
  type Cell,
  type Contract,
  type Enforced,
  inspect,
  type KeySet,
  type Kind,
  type RawTable,
  type Row,
  rowOf,
  tableOf,
} from "../../data/index.ts";
import type { Stream } from "../../system/index.ts";
import { isOfKind } from "../of-kind.ts";
import { renamedFields } from "./renamed-fields.ts";
import type { UnitWatch } from "./unit-watch.ts";

/** What a contract says of one event: the row that it lets through, or why it does not. */
export type Verdict = { readonly row: Row } | { readonly reasons: readonly string[] };

/** What stands around events when they are judged. */
export interface Around {
  readonly now: number;
  /** The keys that fields refer to, as far as they are at hand. */
  readonly keys: Readonly<Record<string, KeySet>>;
  readonly units: UnitWatch;
}

/**
 * Holds events against the contract of their stream, as a batch of the same rows would be. An event must also say whom it
 * is about and when it happened. What an event lacks is missing; what the contract does not name is left out, unless it
 * looks like a field that the event lacks.
 */
export function judgeEvents(
  stream: Stream,
  events: readonly unknown[],
  { now, keys, units }: Around,
): readonly Verdict[] {
  const { contract } = stream;
  const given = events.map((event) => givenOf(event, contract));
  const verdicts: Verdict[] = given.map((one) => (typeof one === "string" ? { reasons: [one] } : NOTHING));
  const judge = (places: readonly number[], raw: RawTable): void => {
    for (const [row, verdict] of verdictsOf(inspect(raw, contract, { now, keys })))
      verdicts[places[row - 1] as number] = complete(verdict, stream);
  };
  units.take(given.flatMap((one) => (typeof one === "string" ? [] : [one.row])));
  const fitting = given.flatMap((one, place) => (typeof one !== "string" && one.fits ? [place] : []));
  const rows = fitting.map((place) => (given[place] as Given).row);
  if (rows.length > 0) judge(fitting, tableOf(kindsOf(contract), rows));
  // Text where a number is due is read as a file of text would be: those of one shape together.
  for (const [shape, places] of shapesOf(given)) {
    if (shape === TOO_MANY) for (const place of places) verdicts[place] = { reasons: ["(event): type"] };
    else
      judge(
        places,
        rawOf(
          places.map((place) => (given[place] as Given).row),
          contract,
        ),
      );
  }
  return verdicts.map((verdict) => inUnit(verdict, units));
}

/** Refuses values of a field that comes in another unit at present. */
function inUnit(verdict: Verdict, units: UnitWatch): Verdict {
  const broken = "row" in verdict ? units.broken(verdict.row) : [];
  return broken.length === 0 ? verdict : { reasons: broken.map((name) => `${name}: median`) };
}

/** What stays so for an event that its contract excludes. */
const NOTHING: Verdict = { reasons: ["(event): excluded"] };

interface Given {
  readonly row: Row;
  /** Every value is of its field's kind. */
  readonly fits: boolean;
}

/** The cells of an event, or what is wrong with it as a whole. */
function givenOf(event: unknown, contract: Contract): Given | string {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return "(event): object";
  const row: Record<string, Cell> = {};
  let fits = true;
  let named = 0;
  for (const [name, { kind }] of Object.entries(contract.fields)) {
    const isThere = Object.hasOwn(event, name);
    const cell = cellOf(isThere ? (event as Record<string, unknown>)[name] : null, kind);
    if (isThere) named++;
    if (cell === undefined) return `${name}: type`;
    if (typeof cell === "string" && cell.length > LONGEST_TEXT) return `${name}: length`;
    row[name] = cell;
    fits &&= isOfKind(cell, kind);
  }
  const [renamed] = Object.keys(event).length > named ? renamedFields(event, contract) : [];
  return renamed === undefined ? { row, fits } : `${renamed}: renamed`;
}

/** No cell of an event holds more characters. */
const LONGEST_TEXT = 65_536;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Undefined for what no cell can hold, such as an object. */
function cellOf(value: unknown, kind: Kind): Cell | undefined {
  if (value === undefined || value === null) return null;
  if (kind === "time" && typeof value === "string" && INSTANT.test(value)) {
    const at = Date.parse(value);
    return Number.isNaN(at) ? value : at;
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

function kindsOf({ fields }: Contract): Readonly<Record<string, Kind>> {
  return Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, kind]));
}

/** So many ways of mixing up types are looked into; who pushes more of them at once is not heard further. */
const MOST_SHAPES = 64;
const TOO_MANY = "";

/** The places of events whose values are not of their fields' kinds, by what kinds they are of. */
function shapesOf(given: readonly (Given | string)[]): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, number[]>();
  for (const [place, one] of given.entries()) {
    if (typeof one === "string" || one.fits) continue;
    const found = Object.values(one.row).map((cell) => (cell === null ? "-" : (typeof cell)[0]));
    const own = found.join("");
    const shape = shapes.has(own) || shapes.size < MOST_SHAPES ? own : TOO_MANY;
    const places = shapes.get(shape);
    if (places === undefined) shapes.set(shape, [place]);
    else places.push(place);
  }
  return shapes;
}

/** A table of rows of one shape, its columns of the kinds of their values. */
function rawOf(rows: readonly Row[], { fields }: Contract): RawTable {
  const [first = {}] = rows;
  const kinds = Object.entries(fields).map(([name, { kind }]): readonly [string, Kind] => {
    const cell = first[name] ?? null;
    if (typeof cell === "string") return [name, "text"];
    if (typeof cell === "boolean") return [name, "flag"];
    return [name, cell === null || kind === "time" ? kind : "number"];
  });
  return tableOf(Object.fromEntries(kinds), rows);
}

/** By the number of the row, from 1. */
function* verdictsOf({ table, rowNumbers, quarantined }: Enforced): Generator<readonly [number, Verdict]> {
  for (let at = 0; at < rowNumbers.length; at++) yield [rowNumbers[at] as number, { row: rowOf(table, at) }];
  for (const { row, reasons } of quarantined.records) yield [row, { reasons }];
}

/** An event says whom it is about and when it happened, in names that can be kept. */
function complete(verdict: Verdict, { entity, time, knownAt = time, id }: Stream): Verdict {
  if (!("row" in verdict)) return verdict;
  const { row } = verdict;
  const lacking = [entity, time].filter((name) => (row[name] ?? "") === "").map((name) => `${name}: missing`);
  const named = id === undefined ? [entity] : [entity, id];
  const wrong = named.filter((name) => !isName(row[name] ?? null)).map((name) => `${name}: name`);
  const untimely = [time, knownAt].filter((name) => Math.abs(Number(row[name] ?? 0)) > LATEST);
  const reasons = [...lacking, ...wrong, ...new Set(untimely.map((name) => `${name}: type`))];
  return reasons.length === 0 ? verdict : { reasons };
}

const LONGEST_NAME = 256;
/** The latest instant that a date can be, in milliseconds. */
const LATEST = 8.64e15;

/** A text that stands for somebody: not too long, and the same after it was stored. */
function isName(value: Cell): boolean {
  return typeof value !== "string" || (value.length <= LONGEST_NAME && value.isWellFormed() && !value.includes("\0"));
}
