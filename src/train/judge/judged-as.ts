import type { Lineage, Registry } from "../../registry/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { belongingOf } from "../fit/plan-for.ts";
import { championRelease } from "./champion.ts";
import { type FreshCase, type Judging, judgingOf, LEAST_FRESH, learnedUntil } from "./fresh-rows.ts";

/** By which rows a system's candidate is judged, and the system that plans for them. */
export interface JudgedBy {
  readonly judging: Judging;
  readonly judgedBy: SystemDefinition;
}

/** How the rows for judging are to be chosen. */
export interface JudgedAsDeps {
  readonly registry: Registry;
  readonly afresh?: boolean | undefined;
  /** When something began (ms): where enough came since, only that counts. */
  readonly since?: number | undefined;
}

/** Settles it: as the file declares unless `afresh` asks for rows of which the champion learned none. */
export async function judgedAs(
  system: SystemDefinition,
  dataset: Dataset,
  { registry, afresh = false, since }: JudgedAsDeps,
): Promise<JudgedBy> {
  const champion = afresh ? await championRelease(system.name, registry) : null;
  if (champion === null) return { judging: { kind: "declared" }, judgedBy: system };
  const { newest: declared } = system.evaluation;
  const { time } = belongingOf(system, dataset);
  const given: FreshCase = { time, until: await learnedUntil(champion, registry), declared };
  const judging = judgingSince(given, since) ?? judgingOf(given);
  return { judging, judgedBy: judging.kind === "fresh" ? withNewest(system, judging.newest) : system };
}

/** On rows since something began alone; undefined where too few came, before those that would be judged or in all. */
function judgingSince(given: FreshCase, since: number | undefined): Judging | undefined {
  const { time, until } = given;
  if (time === null || since === undefined || until === undefined || since <= until) return undefined;
  const judging = judgingOf({ ...given, until: since });
  if (judging.kind !== "fresh") return undefined;
  const before = time.filter((at) => at > since).length - judging.rows;
  return before < LEAST_FRESH.rows ? undefined : { ...judging, after: since };
}

/** The system as a model of it was judged: its plan is the one by which the model was calibrated. */
export function asJudged(system: SystemDefinition, { split }: Pick<Lineage, "split">): SystemDefinition {
  return typeof split.newest === "number" ? withNewest(system, split.newest) : system;
}

function withNewest(system: SystemDefinition, newest: number): SystemDefinition {
  return { ...system, evaluation: { ...system.evaluation, newest } };
}
