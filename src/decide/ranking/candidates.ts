import {
  type Cell,
  type Column,
  cell,
  column,
  type Kind,
  rowOf,
  setOwn,
  type Table,
  tableOf,
} from "../../data/index.ts";
import { evaluateAll, farRows, inputsOf } from "../../features/index.ts";
import type { Contender, Diversity, RankBy } from "../../policy/index.ts";
import type { CandidateRecord, SourceRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { flagCodes, isOutside, type Question, reachesOf, type Seen } from "../opening.ts";
import { preparedOf } from "../prepared.ts";
import type { LoadedRelease, ServingState } from "../serving-state.ts";
import { readTable } from "./read-table.ts";

/** One of the things that compete in a request. */
export interface Candidate {
  /** The caller's own name for it, unique within the request. */
  readonly id: string;
  /** Values of fields that are this candidate's alone; they come before those of the request. */
  readonly given: unknown;
  /** Where it came from. */
  readonly source?: string | undefined;
  /** What was seen of it when it was asked about before, in place of what the given would come to now. */
  readonly seen?: Seen | undefined;
}

/** What is asked of a system that ranks: who it is for, what they share, and what competes. */
export interface RankQuestion extends Question {
  readonly candidates: readonly Candidate[];
  /** Of candidates that were gathered here: what came of each source. */
  readonly sources?: Readonly<Record<string, SourceRecord>> | undefined;
}

/** All candidates of a request: row i of everything belongs to the same. */
export interface Competing {
  readonly candidates: readonly Candidate[];
  /** What was given, as the contract reads it, and what the windows say. */
  readonly table: Table;
  readonly flags: readonly Seen["flags"][];
  readonly features: Table;
  /** Why each must not be shown, as codes; empty where it may. */
  readonly barred: readonly (readonly string[])[];
  /** Features of each that lie far outside of the training data. */
  far(row: number): readonly string[];
}

/** Reads every candidate under the contract, computes all their features at once, and says who must not be shown. */
export function readCandidates(state: ServingState, release: LoadedRelease, question: RankQuestion): Competing {
  const { candidates } = question;
  const { table, flags, features } = seenBefore(state, release, question) ?? seeTable(state, question);
  const filters = filtersOf(state.system, table);
  const sources = sourceCodes(state.system, candidates);
  const far = farOf(release, features);
  const isStrict = state.system.outside === "fallback";
  const barred = flags.map((of, i) => {
    const outside = isOutside(of) ? ["outside-contract"] : NONE;
    const training = isStrict && far(i).length > 0 ? ["outside-training"] : NONE;
    return joined([outside, training, sources[i] ?? NONE, filters(i)]);
  });
  return { candidates, table, flags, features, barred, far };
}

type SeenTable = Pick<Competing, "table" | "flags" | "features">;

function seeTable(state: ServingState, question: RankQuestion): SeenTable {
  const { table, flags } = readTable(state, question);
  return { table, flags, features: evaluateAll(inputsOf(state.system.features), table) };
}

/** What was seen of all candidates before, where they say so; in the kinds that the models read. */
function seenBefore(
  state: ServingState,
  { models, previous = {} }: LoadedRelease,
  { candidates }: RankQuestion,
): SeenTable | undefined {
  const seen = candidates.flatMap((one) => one.seen ?? []);
  if (seen.length < candidates.length) return undefined;
  const asked = [...Object.values(models), ...Object.values(previous).map(({ model }) => model)];
  // What the system declares by now may be of another kind.
  const kinds = new Map(asked.flatMap(({ signature }) => signature.features.map(({ name, kind }) => [name, kind])));
  const names = Object.keys(seen[0]?.features ?? {});
  const kindOf = (name: string): Kind => kinds.get(name) ?? kindIn(seen.map(({ features }) => features[name]));
  const rows = new Set([...Object.keys(seen[0]?.row ?? {}), ...state.read]);
  const rowKinds = [...rows].map((name) => [name, rowKind(state, name)] as const);
  return {
    table: tableOf(
      Object.fromEntries(rowKinds),
      seen.map(({ row }) => row),
    ),
    flags: seen.map(({ flags }) => flags),
    features: tableOf(
      Object.fromEntries(names.map((name) => [name, kindOf(name)])),
      seen.map((one) => one.features),
    ),
  };
}

function rowKind({ system }: ServingState, name: string): Kind {
  return system.contract.fields[name]?.kind ?? preparedOf(system).windows.get(name) ?? "number";
}

/** The kind of a feature that no model declares. */
function kindIn(cells: readonly (Cell | undefined)[]): Kind {
  const found = cells.find((one) => one !== null && one !== undefined);
  return typeof found === "string" ? "text" : typeof found === "boolean" ? "flag" : "number";
}

/** One list of several, of which nearly all are empty nearly always. */
function joined(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.every(({ length }) => length === 0) ? NONE : lists.flat();
}

/** By row, the features far outside of what a release's models learned from. */
function farOf(release: LoadedRelease, features: Table): Competing["far"] {
  const found = reachesOf(release).map((reach) => farRows(reach, features));
  if (found.every(({ size }) => size === 0)) return () => NONE;
  return (row) => [...new Set(found.flatMap((one) => one.get(row) ?? []))];
}

const NONE: readonly string[] = [];

/** Names of the filters that a candidate meets. */
function filtersOf({ filters }: SystemDefinition, table: Table): (row: number) => readonly string[] {
  const columns = filters.map(({ name, when }) => {
    const met = evaluateAll({ [name]: when }, table);
    return { code: `filter.${name}`, values: column(met, name) };
  });
  return (row) => {
    const met = columns.filter(({ values }) => isTrue(values, row));
    return met.length === 0 ? NONE : met.map(({ code }) => code);
  };
}

function isTrue(values: ReturnType<typeof column>, row: number): boolean {
  return values.kind !== "text" && values.values[row] === 1;
}

/** Why a candidate's source keeps it out: it is switched off, not declared, or has had its share. Undefined where it does not. */
function sourceCodes(
  { policy }: SystemDefinition,
  candidates: readonly Candidate[],
): readonly (readonly string[] | undefined)[] {
  const { sources } = policy as RankBy;
  if (sources === undefined) return [];
  const counts = new Map<string, number>();
  return candidates.map(({ source }) => {
    if (source === undefined) return undefined;
    const declared = Object.hasOwn(sources, source) ? sources[source] : undefined;
    if (declared === undefined) return [`source.unknown:${source}`];
    if (declared.off === true) return [`source.off:${source}`];
    const count = (counts.get(source) ?? 0) + 1;
    counts.set(source, count);
    return count > (declared.most ?? Infinity) ? [`source.over:${source}`] : undefined;
  });
}

/** A candidate's record before it is placed. */
export type Unplaced = CandidateRecord & { readonly position: null };

/** Writes down what was seen of candidates, and what came of each. */
export function recorder(
  competing: Competing,
): (i: number, found: Pick<Unplaced, "heads" | "score" | "reasons">) => Unplaced {
  const columns = new Map(competing.table.columns.map((one) => [one.name, one]));
  return (i, found) => {
    const { id, given: asGiven, source, seen } = competing.candidates[i] as Candidate;
    const barred = competing.barred[i] ?? NONE;
    const given = seen === undefined ? givenIn(columns, { given: asGiven, row: i }) : (asGiven as Unplaced["given"]);
    const features = rowOf(competing.features, i);
    const { heads } = found;
    const score = barred.length > 0 ? null : found.score;
    const reasons = codesOf(competing, i, { barred, why: found.reasons });
    const record = { id, given, features, heads, score, position: null, reasons };
    return source === undefined ? record : { id, given, features, heads, score, position: null, source, reasons };
  };
}

/** The fields that were given of a candidate, as the contract read them. */
function givenIn(
  columns: ReadonlyMap<string, Column>,
  { given, row }: { readonly given: unknown; readonly row: number },
): Unplaced["given"] {
  const kept: Record<string, Cell> = {};
  for (const field of Object.keys(given ?? {})) {
    const values = columns.get(field);
    setOwn(kept, field, values === undefined ? null : cell(values, row));
  }
  return kept;
}

function codesOf(
  competing: Competing,
  i: number,
  { barred, why }: { readonly barred: readonly string[]; readonly why: readonly string[] },
): readonly string[] {
  const flags = competing.flags[i] ?? [];
  const far = isOutside(flags) ? NONE : competing.far(i);
  if (barred.length + why.length + flags.length + far.length === 0) return NONE;
  return [...barred, ...why, ...flagCodes(flags), ...far.map((name) => `input.far:${name}`)];
}

/** What tells who is alike: for each rule of diversity a field of the contract, or the source. */
export function alikeIn(
  { candidates, table }: Pick<Competing, "candidates" | "table">,
  diversity: readonly Diversity[],
): (row: number) => Contender["alike"] {
  const columns = diversity.map(({ by }) =>
    by === "source" ? undefined : table.columns.find((one) => one.name === by),
  );
  return (row) =>
    columns.map((values, rule) => {
      if (diversity[rule]?.by === "source") return candidates[row]?.source ?? null;
      return values === undefined ? null : cell(values, row);
    });
}
