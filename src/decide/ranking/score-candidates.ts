import { takeRows } from "../../data/index.ts";
import { combineColumns, rankCandidates, type SettledRanking } from "../../policy/index.ts";
import type { Asking } from "../score.ts";
import type { LoadedRelease } from "../serving-state.ts";
import { askBatch, rowIn } from "./batch.ts";
import type { Competing } from "./candidates.ts";

/** What the heads came to, candidate by candidate. */
export interface Scores {
  readonly heads: readonly Readonly<Record<string, readonly number[]>>[];
  /** NaN where there is none. */
  readonly scores: Float64Array;
  readonly reasons: readonly (readonly string[])[];
  /** Why heads did not answer themselves, for the request as a whole. */
  readonly why: readonly string[];
  /** By head, the earlier version that answered for it. */
  readonly instead: Readonly<Record<string, string>>;
}

/** What the heads are asked with. */
export interface Heads {
  readonly release: LoadedRelease;
  readonly settled: SettledRanking;
  readonly asking: Asking;
}

/** Scores in the making: row i of everything belongs to candidate i. */
interface Work {
  readonly competing: Competing;
  readonly with: Heads;
  readonly heads: Record<string, readonly number[]>[];
  readonly scores: Float64Array;
  readonly reasons: string[][];
  readonly why: string[];
  readonly instead: Record<string, string>;
  readonly asked: Set<string>;
}

/**
 * Scores candidates: the heads of the first stage of all of them, those of the next of the best that are left, and the
 * others of who is left in the end. Who is not kept has no score; who must not be shown takes nobody's place.
 */
export function scoreCandidates(competing: Competing, heads: Heads): Scores {
  const count = competing.candidates.length;
  const work: Work = {
    ...{ competing, with: heads, why: [], instead: {}, asked: new Set() },
    heads: Array.from({ length: count }, () => ({})),
    scores: new Float64Array(count).fill(Number.NaN),
    reasons: Array.from({ length: count }, () => []),
  };
  let left: readonly number[] = Array.from({ length: count }, (_, i) => i);
  for (const [stage, { heads: names, keep }] of (heads.settled.stages ?? []).entries()) {
    askAll(work, names, left);
    left = cut(work, left, { stage, keep });
  }
  askAll(work, namesOf(heads.release), left);
  const { scores, reasons, why, instead } = work;
  return { heads: work.heads, scores, reasons, why, instead };
}

function namesOf({ models, unusable }: LoadedRelease): readonly string[] {
  return [...new Set([...Object.keys(models), ...Object.keys(unusable)])];
}

/** Asks heads that were not asked yet about some candidates, and combines what all heads said of them so far. */
function askAll(work: Work, names: readonly string[], rows: readonly number[]): void {
  const table = takeRows(work.competing.features, rows);
  const fresh = names.filter((name) => !work.asked.has(name) && namesOf(work.with.release).includes(name));
  for (const name of fresh) {
    work.asked.add(name);
    const batch = askBatch(name, table, work.with);
    work.why.push(...batch.reasons);
    if (batch.version !== undefined) work.instead[name] = batch.version;
    rows.forEach((row, place) => {
      const outputs = rowIn(batch, place);
      if (outputs !== undefined) (work.heads[row] as Record<string, readonly number[]>)[name] = outputs;
      else work.reasons[row]?.push(...(batch.values === undefined ? batch.reasons : [`fallback.head-failed:${name}`]));
    });
  }
  combine(work, rows);
}

/** The weighted sum of the heads that were asked. */
function combine({ heads, scores, asked, with: { release } }: Work, rows: readonly number[]): void {
  const isWhole = namesOf(release).every((name) => asked.has(name));
  const weights = Object.fromEntries(Object.entries(release.weights).filter(([name]) => isWhole || asked.has(name)));
  const columns = Object.fromEntries(Object.keys(weights).map((name) => [name, firstOutputs(heads, rows, name)]));
  combineColumns(columns, weights, rows.length).forEach((score, place) => {
    scores[rows[place] as number] = score;
  });
}

/** What a head said of each of these candidates, of a head with one output. */
function firstOutputs(heads: Work["heads"], rows: readonly number[], name: string): Float64Array {
  const column = new Float64Array(rows.length).fill(Number.NaN);
  for (let place = 0; place < rows.length; place++) {
    const said = heads[rows[place] as number]?.[name]?.[0];
    if (said !== undefined) column[place] = said;
  }
  return column;
}

/** Keeps the best; the others have no score any more, and say at which stage they went. */
function cut(
  { competing, scores, reasons }: Work,
  rows: readonly number[],
  { stage, keep }: { readonly stage: number; readonly keep: number },
): readonly number[] {
  const isOpen = (row: number): boolean => (competing.barred[row] ?? []).length === 0;
  const open = rows.map((row) => (isOpen(row) ? (scores[row] as number) : Number.NaN));
  const kept = new Set(rankCandidates({ top: keep }, open).map((place) => rows[place] as number));
  for (const row of rows) {
    if (kept.has(row)) continue;
    if (isOpen(row) && !Number.isNaN(scores[row])) reasons[row]?.push(`stage.cut:${stage + 1}`);
    scores[row] = Number.NaN;
  }
  return rows.filter((row) => kept.has(row));
}
