import { loadSystem } from "../../../src/cli/load-system.ts";
import { isInsufficient, type VirtualClock, virtualClock } from "../../../src/kernel/index.ts";
import { openState } from "../../../src/presets.ts";
import { registryOf } from "../../../src/registry/index.ts";
import { type Adapted, adapt } from "./adapt.ts";
import { endOfPast, learn } from "./learn.ts";
import { type Proven, prove } from "./prove.ts";
import { type Reweighed, reweigh } from "./reweigh.ts";
import { serve } from "./serve.ts";
import { type Settled, settle } from "./settle.ts";
import type { DemoOptions, Learned, Stage } from "./stage.ts";
import type { DayTally } from "./tally.ts";
import type { Counts } from "./traffic.ts";
import { openWarehouse } from "./warehouse.ts";
import { openWatching } from "./watch.ts";
import { openWorld } from "./world.ts";

/** Everything that came out of the nine acts. */
export interface Findings {
  readonly system: Stage["system"];
  readonly learned: Learned;
  readonly proven: Proven;
  readonly reweighed: Reweighed | null;
  readonly adapted: Adapted;
  readonly settled: Settled;
  readonly days: readonly DayTally[];
  readonly counts: Readonly<Counts>;
}

/** A demo that has run and goes on serving. */
export interface Demo {
  readonly findings: Findings;
  readonly url: string;
  /** A question that what serves answers. */
  readonly question: { readonly entity: string; readonly given: object };
  readonly clock: VirtualClock;
  close(): Promise<void>;
}

/** The whole loop, live: from an objective to a ledger, on a virtual clock. Whatever ends it early leaves the folder free. */
export async function runDemo(options: DemoOptions): Promise<Demo> {
  const { home } = options;
  const closing: (() => Promise<void>)[] = [home.release];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const stage = await openStage(options);
    closing.push(() => stage.state.close());
    return { ...(await play(stage, (end) => closing.push(end))), clock: stage.clock, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function openStage(options: DemoOptions): Promise<Stage> {
  const { home, seed, readers } = options;
  const loaded = await loadSystem(home.folder, home.folder);
  const world = openWorld({ seed, perDay: 2 * readers });
  const clock = virtualClock(endOfPast(world.start));
  const state = await openState(home.state, { create: true });
  const registry = registryOf({ state, clock, who: "newsfeed demo" });
  return {
    ...{ options, loaded, world, clock, state, registry },
    ...{ system: loaded.system, warehouse: openWarehouse(home.history) },
  };
}

async function play(
  stage: Stage,
  atEnd: (end: () => Promise<void>) => void,
): Promise<Pick<Demo, "findings" | "url" | "question">> {
  const learned = await learn(stage);
  const opened = await serve(stage);
  atEnd(() => opened.server.close());
  const watching = openWatching(stage, { least: leastOf(learned, 0) });
  const proven = await prove(stage, { learned, opened, watching });
  const reweighed = await reweigh(stage, proven, opened);
  const least = leastOf(learned, proven.chosen === "model" ? LEFT : 0);
  const adapted = await adapt(stage, { opened, proven, watching, least });
  const settled = await settle(stage, { opened, proven, adapted });
  const { counts, tally } = opened.traffic;
  const findings = { system: stage.system, learned, proven, reweighed, adapted, settled, days: tally.days, counts };
  return { findings, url: opened.server.url, question: questionFrom(stage) };
}

/** Money a decision: what the rule brings, surely, and so much of the gain that the judgement promised of the models over it. */
function leastOf({ run }: Learned, part: number): number | undefined {
  const { model, rule } = run.result.judgement;
  if (isInsufficient(rule.perDecision) || isInsufficient(model.perDecision)) return undefined;
  return rule.perDecision.low + part * (model.perDecision.low - rule.perDecision.low);
}

/** The weights give some of the gain away for fewer violations; so much of it is to be left. */
const LEFT = 1 / 3;

/** The next post that looks good to the rule. */
function questionFrom({ world, clock }: Stage): Demo["question"] {
  const chances = world.until(clock.now() + 86_400_000);
  const good = chances.find(({ given }) => given.follows_topic === true && Number(given.quality) > 0.7) ?? chances[0];
  const { reader: _reader, ...given } = good?.given ?? {};
  return { entity: good?.entity ?? "r0000001", given };
}
