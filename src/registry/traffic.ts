import { defineError, type ErrorConstructor, hashBytes, hashValue, type Instant, known } from "../kernel/index.ts";
import { type Allocation, checkAllocations, planInvalid } from "./allocations.ts";
import { type Change, change, type RegistryContext } from "./change.ts";
import {
  checkTerms,
  claimNamespaces,
  claimsIn,
  type ExperimentTerms,
  type NamespaceClaim,
} from "./experiment-terms.ts";
import { releaseIn } from "./releases.ts";
import { checkRollout, type Ramp, type Shadow } from "./rollout.ts";
import { latest, type Series, type Store, series, versionStale } from "./series.ts";
import { allocationsBack, versionBack } from "./way-back.ts";
import { followWeights } from "./weights.ts";

export interface PlanChange {
  readonly allocations: readonly Allocation[];
  /** What the entities' assignment is hashed with. Default: the current plan's, so that everyone stays where they are. */
  readonly salt?: string;
  readonly why: string;
  /** Releases that are asked beside what is served, without anybody seeing it. Default: none. */
  readonly shadows?: readonly Shadow[];
  /** How the canary among the allocations grows by itself. Default: it does not. */
  readonly ramp?: Ramp;
  /** What the experiments among the allocations are. Default: those among them split the plan's own line. */
  readonly experiments?: readonly ExperimentTerms[];
}

/** Who gets which release, and for what purpose, as it was at one time. Immutable. */
export interface TrafficPlan {
  /** `pln_` and 16 hexadecimal digits, from the system, the version, the salt and the allocations. */
  readonly id: string;
  readonly system: string;
  /** 1, 2, 3 … within the system. */
  readonly version: number;
  readonly salt: string;
  readonly allocations: readonly Allocation[];
  /** Releases that are asked beside what is served, without anybody seeing it. */
  readonly shadows?: readonly Shadow[];
  /** How the canary grows by itself; kept when it is done, so that a rollback finds the way back. */
  readonly ramp?: Ramp;
  /** What its experiments are. Absent where there are none, and in plans from before they had terms of their own. */
  readonly experiments?: readonly ExperimentTerms[];
  /** The version that a rollback brought back. */
  readonly restores?: number;
  readonly by: string;
  readonly at: Instant;
  readonly why: string;
}

export interface Rollback {
  readonly why: string;
  /** The version to be left, as the caller saw it: two people who press the button at once roll back once. */
  readonly expectedVersion?: number;
}

export const nothingToRollBack: ErrorConstructor<{ readonly system: string; readonly version: number }> = defineError(
  "registry.nothing-to-roll-back",
  {
    headline: "Nothing to go back to",
    message: ({ system, version }: { readonly system: string; readonly version: number }) =>
      `A rollback needs a traffic plan before the current one. The plan of "${system}" is at version ${version}.`,
  },
);

/** Traffic plans: one current plan per system, every change a new version. */
export interface Traffic {
  /** Undefined before the first change. */
  currentPlan(system: string): Promise<TrafficPlan | undefined>;
  /**
   * Makes the next version; `expectedVersion` is the current plan's, 0 for none. Throws `registry.version-stale`,
   * `registry.plan-invalid`, `registry.release-unknown`.
   */
  changePlan(system: string, expectedVersion: number, change: PlanChange): Promise<TrafficPlan>;
  /**
   * A new version equal to the one before the current; of a canary, whatever its step, to the one before it began. Weights that
   * the way back changes become the current ones. Throws `registry.nothing-to-roll-back`, `registry.version-stale`. */
  rollback(system: string, rollback: Rollback): Promise<TrafficPlan>;
  /** The parts of a namespace that experiments hold, of whatever system. */
  takenIn(namespace: string): Promise<readonly NamespaceClaim[]>;
  /** Every version, oldest first. */
  planHistory(system: string): Promise<readonly TrafficPlan[]>;
  /** At most so many versions before one of them, newest first. */
  plansBefore(system: string, version: number, most: number): Promise<readonly TrafficPlan[]>;
}

export function trafficOf(context: RegistryContext): Traffic {
  const { records } = context.state;
  return {
    currentPlan: (system) => latest(plans(records, system)),
    takenIn: (namespace) => claimsIn(records, namespace),
    planHistory: (system) => plans(records, system).all(),
    plansBefore: async (system, version, most) => {
      const count = Math.max(0, Math.min(most, version - 1));
      const found = Array.from({ length: count }, (_, i) => plans(records, system).at(version - 1 - i));
      return (await Promise.all(found)).filter((plan) => plan !== undefined);
    },
    changePlan: async (system, expected, { allocations, salt, why, shadows = [], ramp, experiments = [] }) => {
      checkAllocations(system, allocations);
      checkRollout(system, shadows, ramp);
      checkTerms(system, allocations, experiments);
      if (salt === "") throw planInvalid({ system, why: "an empty salt" });
      return await change(context, async (open) => {
        const version = await expectVersion(open.store, system, expected);
        await checkReleases(open.store, system, [...allocations.flatMap(withBeside), ...shadows.map(asArm)]);
        const kept = (await plans(open.store, system).at(version))?.salt;
        const rest = extras({ shadows, ramp, experiments });
        const draft = { salt: salt ?? kept ?? firstSalt(system), allocations, ...rest };
        return await appendPlan(open, { system, version: version + 1, ...draft, why });
      });
    },
    rollback: (system, { why, expectedVersion }) =>
      change(context, async (open) => {
        const version = await expectVersion(open.store, system, expectedVersion);
        if (version < 2) throw nothingToRollBack({ system, version });
        const ramp = (await plans(open.store, system).at(version))?.ramp;
        const back = versionBack({ version, ramp });
        const {
          id: _id,
          version: _version,
          by: _by,
          at: _at,
          ...before
        } = known(await plans(open.store, system).at(back), `plan ${back} is missing`);
        const allocations = await allocationsBack(before.allocations, ramp, (at) => plans(open.store, system).at(at));
        await followWeights(open, { system, release: allocations[0]?.release, why });
        return await appendPlan(open, { ...before, allocations, version: version + 1, restores: back, why });
      }),
  };
}

/** A system's traffic plans. */
export function plans(store: Store, system: string): Series<TrafficPlan> {
  return series(store, `plans/${system}`);
}

/** Different systems split their entities independently of each other. */
function firstSalt(system: string): string {
  return hashBytes(`traffic/${system}`).slice(0, 16);
}

async function expectVersion(store: Store, system: string, expected: number | undefined): Promise<number> {
  const actual = await plans(store, system).length();
  if (expected !== undefined && expected !== actual)
    throw versionStale({ what: "traffic plan", system, expected, actual });
  return actual;
}

async function checkReleases(
  store: Store,
  system: string,
  allocations: readonly Pick<Allocation, "arm" | "release">[],
): Promise<void> {
  for (const { arm, release } of allocations) {
    const owner = (await releaseIn(store, release)).system;
    if (owner !== system) throw planInvalid({ system, why: `a release of "${owner}" in arm "${arm}"` });
  }
}

function asArm({ release }: Shadow): Pick<Allocation, "arm" | "release"> {
  return { arm: "shadow", release };
}

function withBeside(one: Allocation): readonly Pick<Allocation, "arm" | "release">[] {
  return one.beside === undefined ? [one] : [one, { arm: one.arm, release: one.beside }];
}

/** The parts that a plan does not need to have, as far as it has them. */
function extras({
  shadows = [],
  ramp,
  experiments = [],
}: { readonly [K in keyof Extras]?: Extras[K] | undefined }): Extras {
  return {
    ...(shadows.length === 0 ? {} : { shadows }),
    ...(ramp === undefined ? {} : { ramp }),
    ...(experiments.length === 0 ? {} : { experiments }),
  };
}

type Extras = Pick<TrafficPlan, "shadows" | "ramp" | "experiments">;

/** Adds the next plan, with its line in the history; only inside a transaction. Throws `registry.namespace-taken`. */
export async function appendPlan(open: Change, draft: Omit<TrafficPlan, "id" | "at" | "by">): Promise<TrafficPlan> {
  const { system, version, salt, allocations, shadows, ramp, experiments, restores, why } = draft;
  const beside = extras({ shadows, ramp, experiments });
  const before = (await plans(open.store, system).at(version - 1))?.experiments ?? [];
  await claimNamespaces(open, { system, before, after: experiments ?? [] });
  const id = `pln_${hashValue({ system, version, salt, allocations, ...beside }).slice(0, 16)}`;
  const plan: TrafficPlan = { id, ...draft, by: open.by, at: open.at };
  await plans(open.store, system).append(plan);
  const what = restores === undefined ? "plan.changed" : "plan.rolled-back";
  await open.note(system, { what, subject: id, why, facts: { version, allocations, ...beside, restores } });
  return plan;
}
