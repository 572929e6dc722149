import { expect, test } from "vitest";
import { type Column, column, numbers, type Table, takeRows } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { evaluateAsOf } from "./as-of.ts";
import type { StreamColumns } from "./event-rows.ts";
import { streamExpressions } from "./stream-expressions.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const CASES = 6_000;
/** Mean number of honest signs in the month before, without and with what is to be predicted. */
const MEANS = [1, 2] as const;

interface Simulated {
  readonly rows: Table;
  readonly events: Table;
  readonly truth: Uint8Array;
}

/**
 * A business with a known truth: signs in the month before a decision, more of them where the outcome will be yes. Beside
 * them what follows from the outcome: entries dated back that are made days after the decision, and events of the same day.
 */
function simulate(seed: number): Simulated {
  const draw = rng({ seed, purpose: "leak simulation" });
  const truth = Uint8Array.from({ length: CASES }, () => Number(draw.uniform() < 0.4));
  const decided = Float64Array.from(truth, (_, who) => START + (60 + (who % 200)) * DAY + 8 * HOUR);
  const [who, at, loaded]: [number[], number[], number[]] = [[], [], []];
  const tell = (entity: number, time: number, known: number): void => {
    who.push(entity);
    at.push(time);
    loaded.push(known);
  };
  for (let entity = 0; entity < CASES; entity++) {
    const t = decided[entity] as number;
    const yes = truth[entity] === 1;
    for (let left = poisson(MEANS[yes ? 1 : 0], () => draw.uniform()); left > 0; left--) {
      const time = t - HOUR - draw.uniform() * (30 * DAY - 2 * HOUR);
      tell(entity, time, time + HOUR / 2);
    }
    if (yes && draw.uniform() < 0.8) tell(entity, t - draw.uniform() * 10 * DAY, t + (1 + draw.uniform() * 4) * DAY);
    if (yes && draw.uniform() < 0.8) tell(entity, t + draw.uniform() * 12 * HOUR, t + 13 * HOUR);
  }
  const entities = Float64Array.from({ length: CASES }, (_, entity) => entity);
  return {
    truth,
    rows: { rows: CASES, columns: [number("who", entities), timeColumn("at", decided)] },
    events: {
      rows: who.length,
      columns: [
        number("who", Float64Array.from(who)),
        timeColumn("at", Float64Array.from(at)),
        timeColumn("loaded", Float64Array.from(loaded)),
      ],
    },
  };
}

const number = (name: string, values: Float64Array): Column => ({ name, kind: "number", values });
const timeColumn = (name: string, values: Float64Array): Column => ({ name, kind: "time", values });

/** Knuth's: how many uniforms can be multiplied before they fall below e^-mean. */
function poisson(mean: number, uniform: () => number): number {
  let count = 0;
  for (let left = uniform(); left > Math.exp(-mean); left *= uniform()) count++;
  return count;
}

/** Chance that a yes counts more than a no, ties by half. */
function auc(counts: Float64Array, truth: Uint8Array): number {
  const [no, yes] = [0, 1].map((side) => histogram(counts.filter((_, row) => truth[row] === side)));
  return chance(yes ?? [], no ?? []);
}

function histogram(counts: Float64Array): readonly number[] {
  const shares = new Array(60).fill(0);
  for (const count of counts) shares[count] += 1 / counts.length;
  return shares;
}

function chance(yes: readonly number[], no: readonly number[]): number {
  let [below, sum] = [0, 0];
  no.forEach((share, count) => {
    sum += (yes[count] ?? 0) * (below + share / 2);
    below += share;
  });
  return sum;
}

/** The law of Poisson. */
function law(mean: number): readonly number[] {
  let share = Math.exp(-mean);
  return Array.from({ length: 60 }, (_, count) => {
    const now = share;
    share *= mean / (count + 1);
    return now;
  });
}

const count = streamExpressions("signs", {}).count({ within: "30d" }).node;

function counted({ rows, events }: Simulated, columns: StreamColumns): Float64Array {
  const streams = { signs: { table: events, columns } };
  return numbers(evaluateAsOf({ count }, { rows, entity: "who", time: "at", streams }), "count");
}

/** As somebody joins who has only dates: everything of the decision's day. */
function byTheDay(simulated: Simulated): Float64Array {
  const ends = numbers(simulated.rows, "at").map((at) => Math.ceil(at / DAY) * DAY);
  return counted(
    { ...simulated, rows: { ...simulated.rows, columns: [column(simulated.rows, "who"), timeColumn("at", ends)] } },
    { entity: "who", time: "at" },
  );
}

test("a join that ignores when events were known lets the outcome in; this one stays at the truth", () => {
  const simulated = simulate(7);
  const { truth } = simulated;
  const possible = chance(law(MEANS[1]), law(MEANS[0]));
  // Hanley and McNeil's standard error is below 0.0075 with 2400 of 6000; four of them.
  const within = 0.03;
  const ours = auc(counted(simulated, { entity: "who", time: "at", knownAt: "loaded" }), truth);
  expect(Math.abs(ours - possible)).toBeLessThan(within);
  expect(auc(counted(simulated, { entity: "who", time: "at" }), truth)).toBeGreaterThan(possible + 0.08);
  expect(auc(byTheDay(simulated), truth)).toBeGreaterThan(possible + 0.12);
});

test("events after a decision change nothing of it", () => {
  const simulated = simulate(8);
  const columns = { entity: "who", time: "at", knownAt: "loaded" };
  const decided = numbers(simulated.rows, "at");
  const [who, loaded] = [numbers(simulated.events, "who"), numbers(simulated.events, "loaded")];
  const known = [...loaded.keys()].filter((row) => (loaded[row] as number) <= (decided[who[row] as number] as number));
  const events = takeRows(simulated.events, known);
  expect(events.rows).toBeLessThan(simulated.events.rows);
  expect(counted({ ...simulated, events }, columns)).toEqual(counted(simulated, columns));
});
