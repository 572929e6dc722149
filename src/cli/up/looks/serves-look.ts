import type { Registry, TrafficPlan } from "../../../registry/index.ts";
import { ranBetween } from "../../experiments/experiment-record.ts";
import { percent } from "../../releases/percent.ts";
import { standing } from "../../releases/release-way.ts";
import type { ServesLook } from "../look.ts";

const DAY = 86_400_000;
const RULE: ServesLook = { release: null, since: null, arms: [], underWay: [] };

/** What a system serves, since when, and what is under way. */
export async function servesLook(
  system: string,
  registry: Pick<Registry, "currentPlan" | "planHistory" | "findRelease">,
  now: number,
): Promise<ServesLook> {
  const plan = await registry.currentPlan(system);
  if (plan === undefined) return RULE;
  const plans = await registry.planHistory(system);
  const { champion } = standing(plan);
  const isModel = async (release: string): Promise<boolean> => (await registry.findRelease(release)).kind === "model";
  const shown = async (release: string): Promise<string | null> => ((await isModel(release)) ? release : null);
  return {
    release: await shown(champion),
    since: servingSince(plans, champion),
    arms: await Promise.all(
      plan.allocations.map(async ({ arm, release, share }) => ({ arm, share, release: await shown(release) })),
    ),
    underWay: [...canaryOf(plan), ...shadowsOf(plan), ...experimentsOf(plan, plans, now)],
  };
}

/** From when on the release was what most people get, without a break; null where it is not. */
export function servingSince(plans: readonly TrafficPlan[], champion: string): number | null {
  const other = plans.findLastIndex((plan) => standing(plan).champion !== champion);
  return plans[other + 1]?.at ?? null;
}

function canaryOf({ ramp, allocations }: TrafficPlan): readonly string[] {
  if (ramp === undefined || !allocations.some(({ purpose }) => purpose === "canary")) return [];
  const share = percent(ramp.steps[ramp.step] ?? 1);
  return [`a canary of ${ramp.canary} at ${share}, step ${ramp.step + 1} of ${ramp.steps.length}`];
}

function shadowsOf({ shadows = [] }: TrafficPlan): readonly string[] {
  return shadows.map(({ release, share }) => `a shadow of ${release}, asked on ${percent(share)} of the decisions`);
}

function experimentsOf({ allocations }: TrafficPlan, plans: readonly TrafficPlan[], now: number): readonly string[] {
  const names = [...new Set(allocations.flatMap(({ experiment }) => experiment ?? []))];
  return names.map((name) => {
    // A clock that was set back makes nothing negative.
    const day = Math.max(0, Math.floor((now - ranBetween(plans, name, now).from) / DAY)) + 1;
    return `the experiment ${name}, day ${day}`;
  });
}
