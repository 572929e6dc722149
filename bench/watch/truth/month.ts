import { type Row, tableOf } from "../../../src/data/index.ts";
import { decideOne } from "../../../src/decide/index.ts";
import { hashUniform, rng } from "../../../src/kernel/index.ts";
import { importanceOf, scoreRow } from "../../../src/model/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../../src/records/index.ts";
import {
  type Business,
  businesses,
  type Case,
  type Drift,
  type Report,
  type Span,
  seasonDrift,
} from "../../../src/sim/index.ts";
import { countPeriods } from "../../../src/watch/drills/count-periods.ts";
import { streamOf } from "../../../src/watch/drills/stream-of.ts";
import type { Stream } from "../../../src/watch/faults/happening.ts";
import type { Alarm } from "../../../src/watch/monitors/alarm.ts";
import { monitorRun } from "../../../src/watch/monitors/runner/run.ts";
import type { MonitorsState } from "../../../src/watch/monitors/runner/state.ts";
import { referenceOf } from "../../../src/watch/seen/reference.ts";
import type { Reference, Seen } from "../../../src/watch/seen/seen.ts";
import { DAY, HOUR, readOf, type World } from "./worlds.ts";

/** Days: what the reference is made of, what monitors learn in, and the quiet month after that. */
export const PAST = 14;
export const LEARNT = 28;
export const END = 56;
const GROWTH = 1.02;
const DAY_EFFECT = 0.08;

/** One simulated month with nothing wrong, and all that is needed to spoil it from its onset on. */
export interface Month {
  readonly world: World;
  readonly number: number;
  readonly business: Business;
  readonly reference: Reference;
  /** In order of time, from the first day to the last. */
  readonly entries: readonly Envelope[];
  /** What reached the system from the day on that monitors begin. */
  readonly stream: Stream;
  /** Monitors begin; have learned; a fault begins; the month is over. */
  readonly from: number;
  readonly learnt: number;
  readonly onset: number;
  readonly to: number;
}

/** Another copy of the business for each number: it grows by 2 % a week, and days differ by 8 % beyond season and chance. */
export function openMonth(world: World, number: number): Month {
  const business = businesses[world.name]({ seed: number, perDay: world.perDay });
  const grown = business.with(...weather(number, business.start));
  const { start } = business;
  const [from, learnt, to] = [start + PAST * DAY, start + LEARNT * DAY, start + END * DAY];
  const lot = rng({ seed: number, purpose: "bench.onset" }).integer(7 * 24);
  const entries = journalOf(world, grown, { from: start, to });
  return {
    ...{ world, number, business: grown, entries, from, learnt, to },
    reference: referenceFrom(world, entries, { from: start, to: from }),
    stream: streamOf(
      entries.filter(({ at }) => at >= from),
      world.name,
    ),
    onset:
      learnt + (Math.max(...world.periods) === Math.min(...world.periods) ? Math.floor(lot / 24) * 24 : lot) * HOUR,
  };
}

/** Growth, and what makes one day busier than another. */
function weather(seed: number, start: number): readonly Drift[] {
  const draws = rng({ seed, purpose: "bench.weather" });
  const days = Array.from({ length: END }, (_, day) =>
    seasonDrift({ from: start + day * DAY, by: Math.exp(DAY_EFFECT * draws.normal()), lasts: DAY }),
  );
  const weeks = Array.from({ length: END / 7 }, (_, week) => seasonDrift({ from: start + week * 7 * DAY, by: GROWTH }));
  return [...weeks, ...days];
}

/** Decisions about who comes, and what is reported of them, in order of time. Every morning is as the first one was. */
export function journalOf(world: World, business: Business, span: Span): readonly Envelope[] {
  return writeDown(world, business.traffic(span), (one, action) => business.outcome(one, action));
}

/** The same where adversaries remember what was done: it is played from the first day on. */
export function playedJournal(world: World, business: Business, span: Span): readonly Envelope[] {
  const { cases, tell } = business.play(span);
  return writeDown(world, cases, tell);
}

function writeDown(
  { state, label, within, name }: World,
  cases: Iterable<Case>,
  tell: (one: Case, action: string) => readonly Report[],
): readonly Envelope[] {
  const entries: Envelope[] = [];
  for (const one of cases) {
    const { id, at, entity, given } = one;
    const body = { ...decideOne(state, { id, at, entity, given: withoutMemory(given) }), took: tookOf(id) };
    entries.push({ v: 1, kind: "decision", id, at, subject: entity, body } satisfies DecisionRecord);
    for (const { key, outcome, value, at: told } of tell(one, body.action as string)) {
      if (outcome !== label || told > at + within) continue;
      const report = { system: name, decision: id, outcome, value, happenedAt: told };
      entries.push({ v: 1, kind: "outcome", id: key, at: told, body: report } satisfies OutcomeRecord);
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}

function withoutMemory(given: Row): Row {
  const { stock_left: _, calls_left: __, ward_load: ___, ...rest } = given;
  return rest;
}

/** Some milliseconds, now and then many. */
function tookOf(id: string): number {
  return 2 / Math.max(1e-3, hashUniform(`took ${id}`));
}

/** What was decided in a stretch, with what came of those that were left alone. */
function referenceFrom({ name, system, model, kinds }: World, entries: readonly Envelope[], span: Span): Reference {
  const came = new Set(
    entries.flatMap(({ kind, body }) => (kind === "outcome" ? [(body as OutcomeRecord["body"]).decision] : [])),
  );
  const past = entries.filter(
    (entry): entry is DecisionRecord => entry.kind === "decision" && entry.at >= span.from && entry.at < span.to,
  );
  const rows = past.map(({ body }) => readOf(body.given as Row, kinds));
  const table = tableOf(kinds, rows);
  const outputs = Float64Array.from(rows, (row) => scoreRow(model, row)[0] as number);
  const labels = Float64Array.from(past, ({ id, body }) => (body.acted ? Number.NaN : Number(came.has(id))));
  return referenceOf({
    ...{ system: name, models: { risk: "mdl_1" }, at: span.from, fields: table, features: table, score: outputs },
    heads: { risk: { outputs, classes: [], isProbability: true, labels } },
    importance: [importanceOf(model)],
    nodes: system.features,
  });
}

/** What monitors said of the month with nothing wrong, and what they knew when the period of the onset began. */
export interface Quiet {
  readonly periodMs: number;
  /** For how long a quiet system was to stay without an alarm. */
  readonly quietMs: number;
  /** After they had learned. */
  readonly alarms: readonly Alarm[];
  readonly state: MonitorsState;
  /** Start of the period in which the fault begins. */
  readonly begins: number;
}

/** What a system is promised that declares nothing. */
export const QUIET: number = 90 * DAY;

/** What was seen of the month with nothing wrong. */
export function countQuiet(
  { world: { system }, reference, entries, from, to }: Month,
  periodMs: number,
): readonly Seen[] {
  return [...countPeriods(entries, { system, reference, periodMs, from, to })];
}

/** Runs the monitors over it, as they come or to be quiet for less long. */
export function watchQuiet(
  { world: { system }, reference, learnt, onset }: Month,
  {
    periodMs,
    seen,
    quietMs = QUIET,
  }: { readonly periodMs: number; readonly seen: readonly Seen[]; readonly quietMs?: number },
): Quiet {
  const run = monitorRun({ system, reference, periodMs, quietMs });
  const begins = Math.floor(onset / periodMs) * periodMs;
  let state = run.state;
  const alarms: Alarm[] = [];
  for (const one of seen) {
    if (one.from === begins) state = run.state;
    alarms.push(...run.step(one).alarms.filter(({ at }) => at > learnt));
  }
  return { periodMs, quietMs, alarms, state, begins };
}
