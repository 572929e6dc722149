import type { Lineage, Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { belongingOf } from "../fit/plan-for.ts";
import { championRelease } from "./champion.ts";
import { type Judging, judgingOf, learnedUntil } from "./fresh-rows.ts";

/** By which rows a system's candidate is judged, and the system that plans for them. */
export interface JudgedBy {
  readonly judging: Judging;
  readonly judgedBy: SystemDefinition;
}

/** Settles it: as the file declares unless `afresh` asks for rows of which the champion learned none. */
export async function judgedAs(
  system: SystemDefinition,
  dataset: Dataset,
  { registry, afresh = false }: { readonly registry: Registry; readonly afresh?: boolean | undefined },
): Promise<JudgedBy> {
  const champion = afresh ? await championRelease(system.name, registry) : null;
  if (champion === null) return { judging: { kind: "declared" }, judgedBy: system };
  const { newest: declared } = system.evaluation;
  const { time } = belongingOf(system, dataset);
  const judging = judgingOf({ time, until: await learnedUntil(champion, registry), declared });
  return { judging, judgedBy: judging.kind === "fresh" ? withNewest(system, judging.newest) : system };
}

/** The system as a model of it was judged: its plan is the one by which the model was calibrated. */
export function asJudged(system: SystemDefinition, { split }: Pick<Lineage, "split">): SystemDefinition {
  return typeof split.newest === "number" ? withNewest(system, split.newest) : system;
}

function withNewest(system: SystemDefinition, newest: number): SystemDefinition {
  return { ...system, evaluation: { ...system.evaluation, newest } };
}
