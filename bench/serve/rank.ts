/**
 * `node --import ./bin/doors.js bench/serve/rank.ts`: what it takes to order 500 candidates by three heads of 100 trees, in
 * process, from the question to the whole receipt: with the stages of the newsfeed example, and with every head asked of
 * every candidate.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import system from "../../examples/newsfeed/ranking/ranked-feed.mts";
import { postOf, simulateRankedFeed, visitorOf } from "../../examples/newsfeed/ranking/simulate.ts";
import { inlineCompute, openState } from "../../src/backends/index.ts";
import { loadState, rankOne, type ServingState } from "../../src/decide/index.ts";
import { rng, wallClock } from "../../src/kernel/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { silentProgress } from "../../src/report/index.ts";
import { train } from "../../src/train/index.ts";

const CANDIDATES = 500;
const REQUESTS = 400;

const folder = mkdtempSync(join(tmpdir(), "alidade-rank-"));
const state = await openState(folder, { create: true });
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

function measure(what: string, of: ServingState): void {
  const ask = (i: number): void => void rankOne(of, { id: `dec_${i}`, entity: String(entity), given, candidates });
  for (let i = 0; i < 200; i++) ask(i);
  const before = process.cpuUsage();
  const times = Array.from({ length: REQUESTS }, (_, i) => {
    const start = performance.now();
    ask(i);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const { user, system: kernel } = process.cpuUsage(before);
  const at = (share: number): string => (times[Math.floor(share * (times.length - 1))] as number).toFixed(2);
  const cpu = ((user + kernel) / REQUESTS / 1_000).toFixed(2);
  process.stdout.write(
    `${what}: ms best ${at(0)}, p10 ${at(0.1)}, p50 ${at(0.5)}, p99 ${at(0.99)}; CPU ${cpu} ms a request\n`,
  );
}

measure("with stages", serving);
measure("every head of every candidate", withoutStages(serving));
await state.close();
rmSync(folder, { recursive: true, force: true });
