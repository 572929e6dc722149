import type { Client, ClientGiven } from "../../../src/client/index.ts";
import { rng, type VirtualClock } from "../../../src/kernel/index.ts";
import type { Newsfeed, Opportunity, Window } from "../../../src/sim/index.ts";
import type newsfeedSystem from "../system.mts";

type System = typeof newsfeedSystem;

/** Who is asked what to show, and told what came of it: the typed client, or anything like it. */
export type Ask = Pick<Client<System>, "decide" | "outcome">;

export interface Visits {
  readonly feed: Newsfeed;
  readonly seed: number;
  readonly visitors: number;
  readonly window: Window;
  /** How long outcomes are waited for after the window, milliseconds. */
  readonly wait: number;
  readonly ask: Ask;
  readonly clock: VirtualClock;
  /** How many requests are under way at once. */
  readonly lanes: number;
  progress(share: number): void;
}

/** What the visitors' browsers sent. */
export interface Visited {
  readonly decisions: number;
  readonly shown: number;
  /** Outcomes that the server took. */
  readonly reported: number;
  /** Outcomes sent a second time, on purpose, that the server knew already. */
  readonly repeated: number;
  /** Outcomes after the attribution window, sent all the same. */
  readonly late: number;
}

/** Virtual time moves in steps of this; everything within one step happens at once. */
const STEP = 30 * 60_000;
const DAY = 86_400_000;
/** One report in so many is sent twice, as by a browser that did not hear the answer. */
const TWICE = 20;
/** One post in so many that was not liked in time is liked long afterwards. */
const AFTERTHOUGHT = 200;

type Job = () => Promise<void>;

/** Lets every visitor come, decide by decide, and reports what they did when it becomes known. */
export async function visit(visits: Visits): Promise<Visited> {
  const { feed, window, clock, lanes } = visits;
  const chances = feed.traffic({ ...window, visitors: visits.visitors });
  const end = window.start + window.days * DAY + visits.wait;
  const counts = { decisions: 0, shown: 0, reported: 0, repeated: 0, late: 0 };
  const due = new Map<number, Job[]>();
  const at = (time: number, job: Job): void => {
    const step = Math.ceil(time / STEP);
    const jobs = due.get(step);
    if (jobs === undefined) due.set(step, [job]);
    else jobs.push(job);
  };
  for (const chance of chances) at(chance.at, () => comeBy(chance, { visits, counts, at }));
  const from = Math.floor(window.start / STEP);
  for (let step = from; step * STEP <= end; step++) {
    clock.advance(step * STEP - clock.now());
    // A job may add others to a later step, never to this one.
    await runAll(due.get(step) ?? [], lanes);
    due.delete(step);
    visits.progress((step * STEP - window.start) / (end - window.start));
  }
  clock.advance(end + STEP - clock.now());
  return counts;
}

type Counts = { -readonly [Name in keyof Visited]: number };

interface Scene {
  readonly visits: Visits;
  readonly counts: Counts;
  at(time: number, job: Job): void;
}

/** One opportunity: ask, show or not, and come back with the engagement if there was one. */
async function comeBy(chance: Opportunity, { visits, counts, at }: Scene): Promise<void> {
  const { ask, feed, seed } = visits;
  const decision = await ask.decide({ entity: chance.entity, given: chance.given as ClientGiven<System> });
  counts.decisions++;
  if (decision.action !== "show") return;
  counts.shown++;
  const key = `${chance.entity}/${chance.at}/${chance.sequenceNo}`;
  const whim = rng({ seed, unit: key, purpose: "newsfeed.browser" });
  const report = (delay: number, late: boolean): Job => {
    const sent = { decision: decision.id, outcome: "engaged", value: true, at: decision.at + delay, key };
    return async () => {
      if ((await ask.outcome(sent)) === "accepted") counts.reported++;
      if (late) counts.late++;
      if (whim.uniform() < 1 / TWICE && (await ask.outcome(sent)) === "known") counts.repeated++;
    };
  };
  const delay = feed.outcomeDelay(chance);
  if (chance.truth.engagedIfShown) at(decision.at + Math.max(delay, STEP), report(delay, false));
  else if (whim.uniform() < 1 / AFTERTHOUGHT) at(decision.at + 7.5 * DAY, report(7.5 * DAY, true));
}

/** Runs the jobs, so many at a time. */
async function runAll(jobs: readonly Job[], lanes: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let job = jobs[next++]; job !== undefined; job = jobs[next++]) await job();
  };
  await Promise.all(Array.from({ length: Math.min(lanes, jobs.length) }, lane));
}
