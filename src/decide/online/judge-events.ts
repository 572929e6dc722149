import {
  type Cell,
  type Contract,
  type Enforced,
  inspect,
  type Kind,
  type RawTable,
  type Row,
  rowOf,
  tableOf,
} from "../../data/index.ts";
import type { Stream } from "../../system/index.ts";

/** What a contract says of one event: the row that it lets through, or why it does not. */
export type Verdict = { readonly row: Row } | { readonly reasons: readonly string[] };

/**
 * Holds events against the contract of their stream, as a batch of the same rows would be. An event must also say whom it
 * is about and when it happened. What an event lacks is missing; what the contract does not name is left out.
 */
export function judgeEvents(
  { contract, entity, time }: Stream,
  events: readonly unknown[],
  now: number,
): readonly Verdict[] {
  const given = events.map((event) => givenOf(event, contract));
  const verdicts: Verdict[] = given.map((one) => (typeof one === "string" ? { reasons: [one] } : NOTHING));
  const judge = (places: readonly number[], raw: RawTable): void => {
    for (const [row, verdict] of verdictsOf(inspect(raw, contract, { now })))
      verdicts[places[row - 1] as number] = complete(verdict, [entity, time]);
  };
  const fitting = given.flatMap((one, place) => (typeof one !== "string" && one.fits ? [place] : []));
  const rows = fitting.map((place) => (given[place] as Given).row);
  if (rows.length > 0) judge(fitting, tableOf(kindsOf(contract), rows));
  // Text where a number is due is read as a file of text would be, each event by itself: no event changes another's verdict.
  given.forEach((one, place) => {
    if (typeof one !== "string" && !one.fits) judge([place], rawOf(one.row, contract));
  });
  return verdicts;
}

/** What stays so for an event that its contract excludes. */
const NOTHING: Verdict = { reasons: ["(event): excluded"] };

interface Given {
  readonly row: Row;
  /** Every value is of its field's kind. */
  readonly fits: boolean;
}

/** The cells of an event, or what is wrong with it as a whole. */
function givenOf(event: unknown, { fields }: Contract): Given | string {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return "(event): object";
  const row: Record<string, Cell> = {};
  let fits = true;
  for (const [name, { kind }] of Object.entries(fields)) {
    const cell = cellOf(Object.hasOwn(event, name) ? (event as Record<string, unknown>)[name] : null, kind);
    row[name] = cell;
    fits &&= cell === null || typeof cell === TYPE[kind];
  }
  return { row, fits };
}

const TYPE = { number: "number", text: "string", flag: "boolean", time: "number" } as const;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function cellOf(value: unknown, kind: Kind): Cell {
  if (value === undefined || value === null) return null;
  if (kind === "time" && typeof value === "string" && INSTANT.test(value)) {
    const at = Date.parse(value);
    return Number.isNaN(at) ? value : at;
  }
  if (typeof value === "object") return JSON.stringify(value).slice(0, 1_000);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : (value as Cell);
}

function kindsOf({ fields }: Contract): Readonly<Record<string, Kind>> {
  return Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, kind]));
}

/** A table of one row, its columns of the kinds of its values. */
function rawOf(row: Row, { fields }: Contract): RawTable {
  const kinds = Object.entries(fields).map(([name, { kind }]): readonly [string, Kind] => {
    const cell = row[name] ?? null;
    if (typeof cell === "string") return [name, "text"];
    if (typeof cell === "boolean") return [name, "flag"];
    return [name, cell === null || kind === "time" ? kind : "number"];
  });
  return tableOf(Object.fromEntries(kinds), [row]);
}

/** By the number of the row, from 1. */
function* verdictsOf({ table, rowNumbers, quarantined }: Enforced): Generator<readonly [number, Verdict]> {
  for (let at = 0; at < rowNumbers.length; at++) yield [rowNumbers[at] as number, { row: rowOf(table, at) }];
  for (const { row, reasons } of quarantined.records) yield [row, { reasons }];
}

function complete(verdict: Verdict, needed: readonly string[]): Verdict {
  if (!("row" in verdict)) return verdict;
  const lacking = needed.filter((name) => (verdict.row[name] ?? null) === null);
  return lacking.length === 0 ? verdict : { reasons: lacking.map((name) => `${name}: missing`) };
}
