/**
 * `npm run bench:serve -- rank`: what it takes to order 500 candidates by three heads of 100 trees, in
 * process, from the question to the whole receipt: with the stages of the newsfeed example, and with every head asked of
 * every candidate.
 */
import { join } from "node:path";
import system from "../../examples/newsfeed/ranking/ranked-feed.mts";
import { postOf, simulateRankedFeed, visitorOf } from "../../examples/newsfeed/ranking/simulate.ts";
import { inlineCompute, openState } from "../../src/backends/index.ts";
import { loadState, rankOne, type ServingState } from "../../src/decide/index.ts";
import { rng, wallClock } from "../../src/kernel/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { silentProgress } from "../../src/report/index.ts";
import { train } from "../../src/train/index.ts";
import type { Line } from "../frame/benchmark.ts";
import { quantile } from "../frame/median.ts";
import { runPart } from "./part.ts";

const CANDIDATES = 500;

/** The example's system as it serves after training, in a state of its own. */
async function trained(folder: string): Promise<ServingState> {
  const state = await openState(join(folder, "state"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "bench" });
  const table = simulateRankedFeed(1_000, 1);
  await train(system, {
    ...{ registry, blobs: state.blobs, compute: inlineCompute, progress: silentProgress, version: "0.0.0" },
    ...{ read: async () => table, stopwatch: () => performance.now() },
  });
  const release = (await registry.releases(system.name)).find(({ kind }) => kind === "model");
  const plan = await registry.currentPlan(system.name);
  if (release === undefined || plan === undefined) throw new Error("nothing was trained");
  const allocations = [{ arm: "champion", release: release.id, share: 1, purpose: "champion" as const }];
  const serving = await loadState(system, { ...plan, allocations }, { registry });
  await state.close();
  return serving;
}

/** The same, every head asked of every candidate. */
function withoutStages(of: ServingState): ServingState {
  const releases = [...of.releases].map(([id, loaded]) => {
    if (loaded.policy?.policy !== "rank-by") return [id, loaded] as const;
    const { stages: _, ...policy } = loaded.policy;
    return [id, { ...loaded, policy }] as const;
  });
  return { ...of, releases: new Map(releases) };
}

const draws = rng({ seed: 5, purpose: "bench.rank" });
const { visitor: entity, ...given } = visitorOf(draws, 1).visitor;
const sources = ["follows", "trending", "follows", "trending", "editors"];
const candidates = Array.from({ length: CANDIDATES }, (_, i) => ({
  id: `p${i}`,
  given: postOf(draws),
  source: i % 25 === 4 ? "editors" : sources[i % 4],
}));

function measure(what: string, of: ServingState, requests: number): readonly Line[] {
  const ask = (i: number): void => void rankOne(of, { id: `dec_${i}`, entity: String(entity), given, candidates });
  for (let i = 0; i < 200; i++) ask(i);
  const before = process.cpuUsage();
  const times = Array.from({ length: requests }, (_, i) => {
    const start = performance.now();
    ask(i);
    return performance.now() - start;
  });
  const { user, system: kernel } = process.cpuUsage(before);
  const line = (name: string, value: number): Line => ({ what: `${what}, ${name}`, value, unit: "ms" });
  return [
    { ...line("p50", quantile(times, 0.5)), target: { below: 5 } },
    line("best", quantile(times, 0)),
    line("p99", quantile(times, 0.99)),
    line("CPU a request", (user + kernel) / requests / 1_000),
  ];
}

const about = `${CANDIDATES} candidates ordered in process by three heads of 100 trees, from the question to the whole receipt`;
await runPart({ name: "rank", about }, async ({ quick, folder }) => {
  const serving = await trained(folder);
  const requests = quick ? 200 : 1_000;
  return {
    lines: [
      ...measure("with stages", serving, requests),
      ...measure("every head of every candidate", withoutStages(serving), requests),
    ],
    notes: [`${requests} requests one after the other, after 200 that are not counted.`],
  };
});
