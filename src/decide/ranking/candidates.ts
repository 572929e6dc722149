import { type Cell, column, type Row, rowOf, type Table } from "../../data/index.ts";
import { evaluateRows, farRows, inputsOf } from "../../features/index.ts";
import type { RankBy } from "../../policy/index.ts";
import type { CandidateRecord, SourceRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { flagCodes, givenUnder, isOutside, type Question, reachesOf, readGiven, type Seen } from "../opening.ts";
import type { LoadedRelease, ServingState } from "../serving-state.ts";

/** One of the things that compete in a request. */
export interface Candidate {
  /** The caller's own name for it, unique within the request. */
  readonly id: string;
  /** Values of fields that are this candidate's alone; they come before those of the request. */
  readonly given: unknown;
  /** Where it came from. */
  readonly source?: string | undefined;
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
  readonly rows: readonly Row[];
  readonly flags: readonly Seen["flags"][];
  readonly features: Table;
  /** Why each must not be shown, as codes; empty where it may. */
  readonly barred: readonly (readonly string[])[];
  /** Features of each that lie far outside of the training data. */
  far(row: number): readonly string[];
}

/** Reads every candidate under the contract, computes all their features at once, and says who must not be shown. */
export function readCandidates(state: ServingState, release: LoadedRelease, question: RankQuestion): Competing {
  const { candidates, online } = question;
  const shared = fields(question.given);
  const read = candidates.map(({ given }) => readGiven(state, { ...shared, ...fields(given) }, online));
  const rows = read.map(({ row }) => row);
  const features = evaluateRows(inputsOf(state.system.features), rows);
  const filters = filtersOf(state.system, rows);
  const sources = sourceCodes(state.system, candidates);
  const far = farOf(release, features);
  const isStrict = state.system.outside === "fallback";
  return {
    candidates,
    rows,
    flags: read.map(({ flags }) => flags),
    features,
    barred: read.map(({ flags }, i) => [
      ...(isOutside(flags) ? ["outside-contract"] : []),
      ...(isStrict && far(i).length > 0 ? ["outside-training"] : []),
      ...(sources[i] === undefined ? [] : [sources[i]]),
      ...filters(i),
    ]),
    far,
  };
}

/** By row, the features far outside of what a release's models learned from. */
function farOf(release: LoadedRelease, features: Table): Competing["far"] {
  const found = reachesOf(release).map((reach) => farRows(reach, features));
  if (found.every(({ size }) => size === 0)) return () => NONE;
  return (row) => [...new Set(found.flatMap((one) => one.get(row) ?? []))];
}

const NONE: readonly string[] = [];

function fields(given: unknown): object {
  return typeof given === "object" && given !== null ? given : {};
}

/** Names of the filters that a candidate meets. */
function filtersOf({ filters }: SystemDefinition, rows: readonly Row[]): (row: number) => readonly string[] {
  if (filters.length === 0) return () => [];
  const met = evaluateRows(Object.fromEntries(filters.map(({ name, when }) => [name, when])), rows);
  const columns = filters.map(({ name }) => ({ code: `filter.${name}`, values: column(met, name) }));
  return (row) => columns.flatMap(({ code, values }) => (isTrue(values, row) ? [code] : []));
}

function isTrue(values: ReturnType<typeof column>, row: number): boolean {
  return values.kind !== "text" && values.values[row] === 1;
}

/** Why a candidate's source keeps it out: it is switched off, not declared, or has had its share. Undefined where it does not. */
function sourceCodes({ policy }: SystemDefinition, candidates: readonly Candidate[]): readonly (string | undefined)[] {
  const { sources } = policy as RankBy;
  if (sources === undefined) return candidates.map(() => undefined);
  const counts = new Map<string, number>();
  return candidates.map(({ source }) => {
    if (source === undefined) return undefined;
    const declared = Object.hasOwn(sources, source) ? sources[source] : undefined;
    if (declared === undefined) return `source.unknown:${source}`;
    if (declared.off === true) return `source.off:${source}`;
    const count = (counts.get(source) ?? 0) + 1;
    counts.set(source, count);
    return count > (declared.most ?? Infinity) ? `source.over:${source}` : undefined;
  });
}

/** A candidate's record before it is placed. */
export type Unplaced = Omit<CandidateRecord, "position">;

/** Writes down what was seen of a candidate, and what came of it. */
export function recordOf(
  competing: Competing,
  i: number,
  found: Pick<Unplaced, "heads" | "score" | "reasons">,
): Unplaced {
  const { id, given, source } = competing.candidates[i] as Candidate;
  const barred = competing.barred[i] ?? NONE;
  const record = {
    id,
    given: givenUnder(competing.rows[i] as Row, given),
    features: rowOf(competing.features, i),
    heads: found.heads,
    score: barred.length > 0 ? null : found.score,
    reasons: codesOf(competing, i, { barred, why: found.reasons }),
  };
  return source === undefined ? record : { ...record, source };
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

/** The cells of a row that tell who is alike: of the contract's fields, or the source. */
export function cellsOf(row: Row, { by, source }: { readonly by: string; readonly source: string | undefined }): Cell {
  return by === "source" ? (source ?? null) : (row[by] ?? null);
}
