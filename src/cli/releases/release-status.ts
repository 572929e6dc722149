import type { Registry } from "../../registry/index.ts";
import type { Section } from "../../report/index.ts";
import { histogramQuantile } from "../../stats/index.ts";
import type { Records, ServingBoard } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type ArmStatistics, rolloutStep, together, type Watched, watchedBook } from "../../watch/index.ts";
import type { Answer } from "../calling/command.ts";
import { planNow } from "./plan-view.ts";

interface StatusDeps {
  readonly registry: Registry;
  readonly board: ServingBoard;
  /** Where servers that do not run any more noted what they had seen. */
  readonly records: Pick<Records, "collection">;
  readonly now: number;
}

/** Who gets what, what a canary waits for, and how arms and shadows have done on all servers together. */
export async function releaseStatus(
  system: SystemDefinition,
  { registry, board, records, now }: StatusDeps,
): Promise<Answer> {
  const plan = await registry.currentPlan(system.name);
  const watchedOf = { system: system.name, epoch: plan?.version ?? 0 };
  const seen = await seenBy({ board, records }, watchedOf);
  const watched = together(watchedOf, seen);
  const step = plan === undefined ? undefined : rolloutStep(system, plan, { watched, now });
  return {
    json: { system: system.name, plan, step, watched },
    document: {
      title: `Release of ${system.name}`,
      summary: [
        plan === undefined ? "Nothing was released yet." : `Traffic plan ${plan.version}: ${plan.why}`,
        ...(step === undefined ? [] : [`Canary at step ${(plan?.ramp?.step ?? 0) + 1}: ${step.why}.`]),
        ...(seen.length === 0 ? ["No server has decided by it yet."] : []),
      ],
      sections: [await planNow(registry, plan?.allocations ?? []), ...(await howTheyDo(watched))],
    },
  };
}

/** What servers that run have seen up to now, and what the others had noted. */
export async function seenBy(
  { board, records }: Pick<StatusDeps, "board" | "records">,
  plan: Pick<Watched, "system" | "epoch">,
): Promise<readonly Watched[]> {
  const told = await board.tell({ kind: "watched", system: plan.system });
  const running = told.flatMap(({ server, facts }) => (isOf(facts, plan.epoch) ? [{ server, facts }] : []));
  const servers = running.map(({ server }) => server);
  return [...running.map(({ facts }) => facts), ...(await watchedBook(records).others(plan, servers))];
}

function isOf(facts: unknown, epoch: number): facts is Watched {
  return typeof facts === "object" && facts !== null && (facts as Watched).epoch === epoch;
}

async function howTheyDo({ arms, shadows }: Watched): Promise<readonly Section[]> {
  const { table } = await import("../../report/index.ts");
  const row = (name: string, of: ArmStatistics) => [
    name,
    of.decisions,
    of.failed,
    wordMs(histogramQuantile(of.took, 0.5)),
    wordMs(histogramQuantile(of.took, 0.99)),
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
