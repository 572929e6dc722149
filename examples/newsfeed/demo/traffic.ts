import type { VirtualClock } from "../../../src/kernel/index.ts";
import type { Report } from "../../../src/sim/index.ts";
import { postLines } from "./lines.ts";
import { isByLot } from "./lot.ts";
import { openTally, type Tally } from "./tally.ts";
import type { Warehouse } from "./warehouse.ts";
import type { Chance, World } from "./world.ts";

/** The readers and their browsers: they come, are decided for over HTTP, and report what they did. */
export interface Traffic {
  /** Virtual time goes on until then; `pace` may wait between two steps. */
  until(to: number, pace?: () => Promise<void>): Promise<void>;
  readonly tally: Tally;
  readonly counts: Readonly<Counts>;
}

/** Everything that was sent over HTTP. */
export interface Counts {
  requests: number;
  decisions: number;
  reported: number;
  /** Reports sent a second time on purpose, that the server knew already. */
  repeated: number;
  /** Lines that were not answered. */
  failed: number;
}

export interface TrafficOptions {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly url: string;
  readonly warehouse: Warehouse;
  readonly signal: AbortSignal;
  /** Of the lot by which posts are shown. */
  readonly seed: number;
}

/** Virtual time moves in steps of this; everything within one step happens at once. */
const STEP = 30 * 60_000;
/** Posts that a request asks about at most. */
const PIECE = 60;
/** One report in so many is sent twice, as by a browser that did not hear the answer. */
const TWICE = 20;

interface Sent {
  readonly decision: string;
  readonly outcome: string;
  readonly value: boolean | number;
  readonly at: number;
  readonly key: string;
}

interface Decided {
  readonly id: string;
  readonly at: number;
  readonly action: string;
  readonly arm: string;
}

/** Opens the traffic; nobody has come yet. The site asks for many readers at once, with a line for each post. */
export function openTraffic({ world, clock, url, warehouse, signal, seed }: TrafficOptions): Traffic {
  const counts: Counts = { requests: 0, decisions: 0, reported: 0, repeated: 0, failed: 0 };
  const due = new Map<number, Sent[]>();
  const tally = openTally();
  let reports = 0;

  const later = (report: Report, { id, at }: Decided): void => {
    const when = Math.max(report.at, at + 1);
    const sent = { decision: id, outcome: report.outcome, value: report.value, at: when, key: report.key };
    const step = Math.ceil(when / STEP);
    due.set(step, [...(due.get(step) ?? []), ...(reports++ % TWICE === 0 ? [sent, sent] : [sent])]);
  };
  const showByLot = (chance: Chance): void => warehouse.add(chance, world.tell(chance, "show"));
  const ask = async (chances: readonly Chance[]): Promise<void> => {
    const questions = chances.map(({ entity, given }) => ({ system: "newsfeed", entity, given }));
    const { answers, failed } = await postLines<Decided>(`${url}/v1/decide`, questions, chances[0]?.id);
    counts.requests++;
    counts.decisions += answers.length;
    counts.failed += failed;
    answers.forEach((decided, i) => {
      const chance = chances[i];
      if (decided === undefined || chance === undefined) return;
      for (const report of world.tell(chance, decided.action)) later(report, decided);
      tally.add(chance, decided);
    });
  };
  const report = async (sent: readonly Sent[]): Promise<void> => {
    if (sent.length === 0) return;
    const { answers, failed } = await postLines<{ readonly status: string }>(`${url}/v1/outcomes`, sent);
    counts.requests++;
    counts.failed += failed;
    counts.reported += answers.filter((answer) => answer?.status === "accepted").length;
    counts.repeated += answers.filter((answer) => answer?.status === "known").length;
  };
  return {
    tally,
    counts,
    async until(to, pace) {
      for (let step = Math.floor(clock.now() / STEP) + 1; step * STEP <= to; step++) {
        signal.throwIfAborted();
        clock.advance(step * STEP - clock.now());
        const came = world.until(step * STEP);
        for (const chance of came) if (isByLot(chance.id, seed)) showByLot(chance);
        await Promise.all(pieces(came.filter(({ id }) => !isByLot(id, seed))).map(ask));
        await report(due.get(step) ?? []);
        due.delete(step);
        await pace?.();
      }
    },
  };
}

function pieces(chances: readonly Chance[]): readonly (readonly Chance[])[] {
  return Array.from({ length: Math.ceil(chances.length / PIECE) }, (_, i) => chances.slice(i * PIECE, (i + 1) * PIECE));
}
