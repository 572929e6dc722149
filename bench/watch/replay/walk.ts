import { servingReference } from "../../../src/cli/monitors/reference.ts";
import { decideOne, type ServingState } from "../../../src/decide/index.ts";
import { type Instant, known } from "../../../src/kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../../src/records/index.ts";
import {
  type Alarm,
  type MonitorsState,
  monitorRun,
  type Reference,
  type Seen,
  seenBook,
  seenReader,
} from "../../../src/watch/index.ts";
import { moneyOf } from "../../../src/watch/measured/money-of.ts";
import type { Arm } from "./arms.ts";
import type { DataSet, Moment } from "./data-set.ts";
import { type Champion, type EndedLoop, replayedLoop } from "./loop-in-replay.ts";
import { type Office, openOffice, type Trained } from "./office.ts";

const DAY = 86_400_000;
/** So long after midnight the day that is over is looked at. */
const GRACE = 60_000;

/** What came of an arm. */
export interface Walked {
  readonly arm: string;
  /** Money of each day, from the first on which anything serves. */
  readonly days: readonly number[];
  /** The first training, which serves whether its gate let it pass or not. */
  readonly first: Pick<Trained, "rows" | "passed" | "says"> | null;
  readonly loops: readonly EndedLoop[];
  /** How often each kind of alarm was raised. */
  readonly alarms: Readonly<Record<string, number>>;
}

export interface Walking {
  readonly data: DataSet;
  readonly arm: Arm;
  /** Days that are learned from before anything serves. */
  readonly learnDays: number;
  /** Days that follow. */
  readonly days: number;
}

/** Lives through a data set in order of time, as one arm. */
export async function walk({ data, arm, learnDays, days }: Walking): Promise<Walked> {
  const begin = known(data.moments[0], "a moment").at;
  const start = begin + learnDays * DAY;
  const office = await openOffice(data, start + GRACE);
  try {
    const first = await office.train(data.system.evaluation.newest);
    if (arm.isRule !== true) await office.promote(first.release, "the first");
    const champion: Champion = { current: first };
    const money = new Float64Array(days);
    const loops: EndedLoop[] = [];
    const counts: Record<string, number> = {};
    const watch = arm.isRule === true ? undefined : await openWatch(data, office);
    const loop = replayedLoop(office, arm, champion);
    let { state } = await office.serving();
    for (let day = 0; day < days; day++) {
      const from = start + day * DAY;
      const entries = decideAll(momentsOf(data, from), { data, state });
      money[day] = entries.reduce((sum, one) => sum + one.money, 0);
      office.clock.advance(DAY);
      if (watch === undefined) continue;
      for (const alarm of await watch.day(entries)) counts[alarm.kind] = (counts[alarm.kind] ?? 0) + 1;
      const ended = await loop.day(factsOf({ office, champion: champion.current, alarms: watch.alarms }));
      if (ended === undefined) continue;
      loops.push(ended);
      if (ended.end !== "champion" && ended.end !== "fell-back") continue;
      state = (await office.serving()).state;
      await watch.renew();
    }
    return { arm: arm.name, days: [...money], first: arm.isRule ? null : first, loops, alarms: counts };
  } finally {
    await office.close();
  }
}

function momentsOf({ moments }: DataSet, from: Instant): readonly (Moment & { readonly number: number })[] {
  const first = moments.findIndex(({ at }) => at >= from);
  const last = moments.findIndex(({ at }) => at >= from + DAY);
  const found = first === -1 ? [] : moments.slice(first, last === -1 ? undefined : last);
  return found.map((moment, i) => ({ ...moment, number: first + i }));
}

interface Decided {
  readonly decision: DecisionRecord;
  readonly report: OutcomeRecord;
  readonly money: number;
}

/** Decides about each moment by what serves, and says what came of it. */
function decideAll(
  moments: readonly (Moment & { readonly number: number })[],
  { data, state }: { readonly data: DataSet; readonly state: ServingState },
): readonly Decided[] {
  const { system, outcome, knownAfter } = data;
  const price = moneyOf(system);
  return moments.map(({ at, given, truth, number }) => {
    const id = `dec_${number}`;
    const body = { ...decideOne(state, { id, at, entity: String(number), given }), took: 1 };
    const decision: DecisionRecord = { v: 1, kind: "decision", id, at, subject: String(number), body };
    const happened = at + knownAfter - 1;
    const said = { system: system.name, decision: id, outcome, value: truth, happenedAt: happened };
    const report: OutcomeRecord = { v: 1, kind: "outcome", id: `out_${number}`, at: happened, body: said };
    const money = price({ decision, told: { [outcome]: { value: truth } } } as never);
    return { decision, report, money: known(money ?? undefined, "a price") };
  });
}

/** The product's watch over the clock of the data: what was seen of each day, held against what the model learned from. */
interface Watch {
  readonly alarms: readonly Alarm[];
  /** Takes the day that is over; resolves to what was raised. */
  day(entries: readonly Decided[]): Promise<readonly Alarm[]>;
  /** Another model serves. */
  renew(): Promise<void>;
}

async function openWatch({ system }: DataSet, { state, registry, clock }: Office): Promise<Watch> {
  const journal: Envelope[] = [];
  const read = async (cursor: string | null, limit: number) => {
    const from = Number(cursor ?? 0);
    const entries = journal.slice(from, from + limit);
    return { entries, next: String(from + entries.length) };
  };
  const book = seenBook(state);
  const alarms: Alarm[] = [];
  const { signal } = new AbortController();
  let reference: Reference | undefined;
  const opened = async (before?: MonitorsState) => {
    // The rule learned from nothing: while it serves, what comes is held against what the last model learned from.
    reference = known((await servingReference(system, { registry, state })) ?? reference, "a reference");
    const reader = seenReader({
      system,
      layout: reference.layout,
      journal: { read },
      book,
      periodMs: DAY,
      graceMs: GRACE,
    });
    return { reader, run: monitorRun({ system, reference, ...(before === undefined ? {} : { state: before }) }) };
  };
  let now = await opened();
  return {
    alarms,
    async day(entries) {
      journal.push(...entries.flatMap(({ decision, report }) => [decision, report]));
      const raised: Alarm[] = [];
      const step = (seen: Seen): void => void raised.push(...now.run.step(seen).alarms);
      for await (const seen of now.reader.advance({ now: clock.now(), signal })) step(seen);
      alarms.push(...raised);
      return raised;
    },
    async renew() {
      now = await opened(now.run.state);
    },
  };
}

interface Facts {
  readonly office: Office;
  readonly champion: Trained | null;
  readonly alarms: readonly Alarm[];
}

function factsOf({ office, champion, alarms }: Facts) {
  const learned =
    champion === null
      ? { trainedAt: null, rows: null, newRows: null }
      : { trainedAt: champion.at, rows: champion.rows, newRows: office.labelled() - champion.rows };
  return { ...learned, alarms, objective: { trained: 1, current: 1 }, required: undefined };
}
