import { type Breach, type Column, columnOf, type Kind, type Table, tableOf } from "../../data/index.ts";
import { isRead, type Question, readGiven, type Seen } from "../opening.ts";
import { preparedOf } from "../prepared.ts";
import type { ServingState } from "../serving-state.ts";

/** What was given of all candidates, field by field, and what the windows say. */
export interface ReadTable {
  /** Every field that is known before a decision or that somebody reads, and every window. */
  readonly table: Table;
  /** Where each breaks the contract in a field that somebody reads. */
  readonly flags: readonly Seen["flags"][];
}

/** What was given: for all candidates, and of each. */
export interface Given extends Pick<Question, "given" | "online"> {
  readonly candidates: readonly { readonly given: unknown }[];
}

/** Reads candidates as `readGiven` reads each of them. Throws `data.given-wrong-type` where it does. */
export function readTable(state: ServingState, question: Given): ReadTable {
  const shared = fields(question.given);
  const own = question.candidates.map(({ given }) => fields(given));
  const enforced = preparedOf(state.system).enforce(shared, own);
  if (enforced === undefined) return byRows(state, question);
  const { table, isFilled } = withTime(enforced.table, state, question);
  const flags = enforced.breaches.map((of, row) => flagged(of, state, isFilled(row)));
  return { table: withWhatIsRead(table, state, question), flags };
}

function fields(given: unknown): object {
  return typeof given === "object" && given !== null ? given : {};
}

/** The breaches that matter; not that of a time which was filled in. */
function flagged(
  breaches: readonly Breach[],
  { read, system: { time } }: ServingState,
  isFilled: boolean,
): Seen["flags"] {
  if (breaches.length === 0) return breaches;
  return breaches.filter((one) => !(isFilled && one.field === time) && isRead(one, read));
}

interface Filled {
  readonly table: Table;
  readonly isFilled: (row: number) => boolean;
}

/** A time that was not given is that of the decision, where a view says which that is. */
function withTime(table: Table, { system: { time } }: ServingState, { online }: Given): Filled {
  const at = online?.at;
  const given = table.columns.find(({ name }) => name === time);
  if (at === undefined || given === undefined || given.kind === "text") return { table, isFilled: () => false };
  const values = given.values.map((value) => (Number.isNaN(value) ? at : value));
  const columns = table.columns.map((one): Column => (one === given ? { ...given, values } : one));
  return { table: { ...table, columns }, isFilled: (row) => Number.isNaN(given.values[row]) };
}

/** With the answers of the windows, which all candidates share, and fields that nobody can give here and somebody reads. */
function withWhatIsRead(table: Table, { system, read }: ServingState, { online }: Given): Table {
  const { windows } = preparedOf(system);
  const answered = Object.entries(online?.windows ?? {}).flatMap(([key, cell]): Column[] => {
    const kind = windows.get(key);
    return kind === undefined ? [] : [columnOf(key, kind, new Array(table.rows).fill(cell))];
  });
  const named = new Set(table.columns.map(({ name }) => name));
  const lacking = [...read].filter((name) => !named.has(name)).map((name) => emptyColumn(name, system, table.rows));
  return { rows: table.rows, columns: [...table.columns, ...lacking, ...answered] };
}

function emptyColumn(name: string, { contract }: ServingState["system"], rows: number): Column {
  return columnOf(name, contract.fields[name]?.kind ?? "number", new Array(rows).fill(null));
}

/** One by one: the first that cannot be read says so. */
function byRows(state: ServingState, { given, candidates, online }: Given): ReadTable {
  const shared = fields(given);
  const read = candidates.map((one) => readGiven(state, { ...shared, ...fields(one.given) }, online));
  const declared = Object.entries(state.system.contract.fields).map(([name, { kind }]) => [name, kind] as const);
  const kinds: Record<string, Kind> = {
    ...Object.fromEntries(declared),
    ...Object.fromEntries(preparedOf(state.system).windows),
  };
  const rows = read.map(({ row }) => row);
  return { table: tableOf(kinds, rows), flags: read.map(({ flags }) => flags) };
}
