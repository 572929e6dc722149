import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inlineCompute, openState } from "../../../src/backends/index.ts";
import { type RawTable, takeRows } from "../../../src/data/index.ts";
import { loadState, type ServingState } from "../../../src/decide/index.ts";
import type { Standings } from "../../../src/evaluate/index.ts";
import { type Instant, isInsufficient, known, type VirtualClock, virtualClock } from "../../../src/kernel/index.ts";
import { championPlan, type Registry, type Release, registryOf } from "../../../src/registry/index.ts";
import { silentProgress } from "../../../src/report/index.ts";
import type { State } from "../../../src/store/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { train } from "../../../src/train/index.ts";
import type { DataSet } from "./data-set.ts";

/** A training that has ended. */
export interface Trained {
  readonly at: Instant;
  /** Rows that it learned from. */
  readonly rows: number;
  readonly release: string;
  readonly passed: boolean;
  /** Why not. */
  readonly says: string;
  /** On the judged rows the rule earns plainly more than what serves: their intervals do not touch. */
  readonly ruleIsBetter: boolean;
}

/** Where one arm of a replay trains and keeps what serves; its clock is that of the data. */
export interface Office {
  /** Of the system. */
  readonly name: string;
  readonly state: State;
  readonly registry: Registry;
  readonly clock: VirtualClock;
  /** Release of the rule. */
  rule(): Promise<string>;
  /** How many rows have their label by now. */
  labelled(): number;
  /** Trains on these rows; judges on the newest of them, of so large a share. Nothing that serves changes. */
  train(newest: number): Promise<Trained>;
  promote(release: string, why: string): Promise<void>;
  /** What serves now. */
  serving(): Promise<{ readonly state: ServingState; readonly release: Release }>;
  close(): Promise<void>;
}

/** Opens one at a time of the data. */
export async function openOffice(data: DataSet, at: Instant): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), `alidade-replay-${data.system.name}-`));
  const state = await openState(join(folder, ".alidade"), { create: true });
  const clock = virtualClock(at);
  const registry = registryOf({ state, clock, who: "alidade" });
  const { system } = data;
  const { name } = system;
  const labelled = (): number => countUntil(data, clock.now());
  return {
    ...{ name, state, registry, clock, labelled },
    async rule() {
      const [first] = await registry.planHistory(name);
      return known(first?.allocations[0], "the first plan").release;
    },
    async train(newest) {
      const rows = labelled();
      const read = async (): Promise<RawTable> =>
        takeRows(
          data.table as never,
          Int32Array.from({ length: rows }, (_, i) => i),
        );
      const judgedOn: SystemDefinition = { ...system, evaluation: { ...system.evaluation, newest } };
      const { result } = await train(judgedOn, {
        ...{ read, registry, blobs: state.blobs, now: clock.now(), compute: inlineCompute, progress: silentProgress },
        ...{ stopwatch: () => performance.now(), version: "0.0.0", holds: true },
      });
      const models = Object.fromEntries(result.models.map(({ head, id }) => [head, id]));
      const released = (await registry.releases(name)).findLast((one) => isSame(one.models, models));
      const open = result.gate.reasons.filter(({ finding }) => finding !== "pass");
      return {
        ...{ at: clock.now(), rows, release: known(released, "a release of what was trained").id },
        ...{ passed: result.gate.verdict === "pass", says: open.map(({ message }) => message).join(" ") },
        ruleIsBetter: isRuleBetter(result.judgement),
      };
    },
    async promote(release, why) {
      const plan = known(await registry.currentPlan(name), "a plan");
      await registry.changePlan(name, plan.version, { allocations: championPlan(system, release), why });
    },
    async serving() {
      const plan = known(await registry.currentPlan(name), "a plan");
      const release = await registry.findRelease(known(plan.allocations[0], "an allocation").release);
      return { state: await loadState(system, plan, { registry }), release };
    },
    async close() {
      await state.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isRuleBetter({ rule, champion }: Pick<Standings, "rule" | "champion">): boolean {
  if (champion === null || isInsufficient(rule.perDecision) || isInsufficient(champion.perDecision)) return false;
  return rule.perDecision.low > champion.perDecision.high;
}

function countUntil({ moments, knownAfter }: DataSet, now: Instant): number {
  const found = moments.findIndex(({ at }) => at + knownAfter > now);
  return found === -1 ? moments.length : found;
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return Object.keys(b).every((head) => a[head] === b[head]);
}
