import type { Registry } from "../../registry/index.ts";
import type { Section } from "../../report/index.ts";
import type { ServingBoard } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  type ArmStatistics,
  mergeArms,
  mergeShadows,
  noArm,
  noShadow,
  quantileOf,
  rolloutStep,
  type ShadowStatistics,
  type Watched,
} from "../../watch/index.ts";
import type { Answer } from "../calling/command.ts";
import { planNow } from "./plan-view.ts";

interface StatusDeps {
  readonly registry: Registry;
  readonly board: ServingBoard;
  readonly now: number;
}

/** Who gets what, what a canary waits for, and how arms and shadows have done on all servers together. */
export async function releaseStatus(system: SystemDefinition, { registry, board, now }: StatusDeps): Promise<Answer> {
  const plan = await registry.currentPlan(system.name);
  const told = await board.tell({ kind: "watched", system: system.name });
  const seen = told.flatMap(({ facts }) => (isOf(facts, plan?.version) ? [facts] : []));
  const watched = together(system.name, plan?.version ?? 0, seen);
  const step = plan === undefined ? undefined : rolloutStep(system, plan, { watched, now });
  return {
    json: { system: system.name, plan, step, watched },
    document: {
      title: `Release of ${system.name}`,
      summary: [
        plan === undefined ? "Nothing was released yet." : `Traffic plan ${plan.version}: ${plan.why}`,
        ...(step === undefined ? [] : [`Canary at step ${(plan?.ramp?.step ?? 0) + 1}: ${step.why}.`]),
        ...(seen.length === 0 ? ["No running server has decided by it yet."] : []),
      ],
      sections: [await planNow(registry, plan?.allocations ?? []), ...(await howTheyDo(watched))],
    },
  };
}

function isOf(facts: unknown, epoch: number | undefined): facts is Watched {
  return typeof facts === "object" && facts !== null && (facts as Watched).epoch === epoch;
}

function together(system: string, epoch: number, seen: readonly Watched[]): Watched {
  const arms: Record<string, ArmStatistics> = {};
  const shadows: Record<string, ShadowStatistics> = {};
  for (const one of seen) {
    for (const [arm, of] of Object.entries(one.arms)) arms[arm] = mergeArms(arms[arm] ?? noArm, of);
    for (const [release, of] of Object.entries(one.shadows))
      shadows[release] = mergeShadows(shadows[release] ?? noShadow, of);
  }
  return { system, epoch, arms, shadows };
}

async function howTheyDo({ arms, shadows }: Watched): Promise<readonly Section[]> {
  const { table } = await import("../../report/index.ts");
  const row = (name: string, of: ArmStatistics) => [
    name,
    of.decisions,
    of.failed,
    wordMs(quantileOf(of.took, 0.5)),
    wordMs(quantileOf(of.took, 0.99)),
  ];
  const heads = ["Decisions", "Failed", "Half within, ms", "99% within, ms"];
  const armRows = Object.entries(arms).map(([arm, of]) => row(arm, of));
  const shadowRows = Object.entries(shadows).map(([release, of]) => [
    ...row(release, of),
    of.agreed,
    of.difference.n === 0 ? "" : Number(of.difference.mean.toPrecision(3)),
    of.shed,
  ]);
  return [
    ...(armRows.length === 0 ? [] : [{ title: "Arms", blocks: [table(["Arm", ...heads], armRows)] }]),
    ...(shadowRows.length === 0
      ? []
      : [
          {
            title: "Shadows",
            blocks: [table(["Release", ...heads, "Same answer", "Score, mean difference", "Shed"], shadowRows)],
          },
        ]),
  ];
}

/** Buckets are a tenth wide: more digits would say nothing. */
function wordMs(ms: number | undefined): number | string {
  return ms === undefined ? "" : Number(ms.toPrecision(2));
}
