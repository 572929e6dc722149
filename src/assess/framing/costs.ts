import { cell, type Row, rowOf, takeRows } from "../../data/index.ts";
import { fieldsOf } from "../../features/index.ts";
import { encodeModel, scoreRow } from "../../model/index.ts";
import type { FittedHead } from "../../train/index.ts";
import { listFields } from "./derive/list-fields.ts";
import { rowsByDecision } from "./framed.ts";
import type { Framing } from "./framing.ts";

/** What a framing costs to serve and to train, beside what it brings. */
export interface FramingCosts {
  /** Times that a model is asked for one request, on average. */
  readonly predictions: number;
  /** Milliseconds of scoring one request, each tried three times: of a hundred requests the slowest but one. */
  readonly p99Ms: number;
  /** Of a request, as JSON. */
  readonly requestBytes: number;
  /** Of the models. */
  readonly modelBytes: number;
  /** Seconds that all fits of the comparison took, calibration included. */
  readonly trainSeconds: number;
}

/** So many requests are timed and measured. */
const REQUESTS = 200;

/** Measures what a framing costs, on requests of the data. */
export function costsOf(
  framing: Framing,
  { heads, trainSeconds }: { heads: readonly FittedHead[]; trainSeconds: number },
  stopwatch: () => number,
): FramingCosts {
  const requests = sampleOf(framing);
  const asked = requests.reduce((sum, rows) => sum + rows.length, 0);
  return {
    predictions: requests.length === 0 ? 0 : (asked * heads.length) / requests.length,
    p99Ms: timeOf(framing, { heads, requests }, stopwatch),
    requestBytes: bytesOf(framing, requests),
    modelBytes: heads.reduce((sum, { model }) => sum + encodeModel(model).length, 0),
    trainSeconds,
  };
}

type Requests = readonly (readonly number[])[];

/** Rows of decisions, evenly spread over all. */
function sampleOf({ framed }: Framing): Requests {
  const all = [...rowsByDecision(framed).values()];
  const count = Math.min(REQUESTS, all.length);
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)] ?? []);
}

function timeOf(
  { framed }: Framing,
  { heads, requests }: { heads: readonly FittedHead[]; requests: Requests },
  stopwatch: () => number,
): number {
  const asked = requests.map((rows): readonly Row[] => {
    const features = takeRows(framed.dataset.features, Int32Array.from(rows));
    return rows.map((_, i) => rowOf(features, i));
  });
  const score = (rows: readonly Row[]): void => {
    for (const row of rows) for (const { model } of heads) scoreRow(model, row);
  };
  // Once unmeasured: the first requests of a process pay for compiling.
  for (const rows of asked) score(rows);
  const once = (rows: readonly Row[]): number => {
    const started = stopwatch();
    score(rows);
    return stopwatch() - started;
  };
  const took = asked.map((rows) => Math.min(once(rows), once(rows), once(rows)));
  return took.sort((a, b) => a - b)[Math.floor(0.99 * took.length)] ?? 0;
}

/** The mean length of a request that says what the features read, fields of the list once. */
function bytesOf({ system, framed }: Framing, requests: Requests): number {
  const read = new Set(Object.values(system.features).flatMap(fieldsOf));
  const columns = framed.table.columns.filter(({ name }) => read.has(name));
  const given = (row: number, isSent: (name: string) => boolean): Row =>
    Object.fromEntries(
      columns.filter(({ name }) => isSent(name)).map((one) => [one.name, cell(one, framed.row[row] as number)]),
    );
  const isRanking = system.policy.policy === "rank-by";
  const context = new Set(isRanking ? listFields(system, framed).context : []);
  const lengths = requests.map((rows) => {
    const [first = 0] = rows;
    const body = isRanking
      ? {
          entity: "e",
          given: given(first, (name) => context.has(name)),
          candidates: rows.map((row, i) => ({ id: String(i), given: given(row, (name) => !context.has(name)) })),
        }
      : { entity: "e", given: given(first, () => true) };
    return JSON.stringify(body).length;
  });
  return lengths.length === 0 ? 0 : lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
}
