import { isInsufficient } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type JoinRequest, type JournalReadout, joinJournal, PAST } from "../journal-readout/join-journal.ts";
import type { PricedSystem } from "../journal-readout/pricer.ts";
import { type Readout, readout } from "../journal-readout/readout.ts";
import type { VerdictKind } from "../journal-readout/verdict.ts";
import { type ExperimentReadout, readStatistics } from "../readout/read-statistics.ts";
import type { Reason } from "../readout/reasons.ts";
import { summarise } from "../readout/summarise.ts";
import { fieldsOf, outcomesOf, watchedOf } from "./metrics-of.ts";
import { type Resampled, resampledMoney } from "./resampled.ts";
import { watchedTable } from "./watched-table.ts";

export interface ExperimentJournal extends JournalReadout, Pick<JoinRequest, "began"> {
  readonly system: PricedSystem & Pick<SystemDefinition, "slices">;
}

/** An experiment of the journal, read in all its metrics. */
export interface JournalExperiment {
  /** The verdict, and every metric. */
  readonly whole: ExperimentReadout;
  /** What the journal says of decisions: the arms as they came, labels, what was left out. */
  readonly plain: Readout;
  /** Whether something is still to come that would change the numbers. */
  readonly preliminary: boolean;
  /** What its units did in the days before it began; null where too few had been there. */
  readonly past: { readonly days: number; readonly units: number } | null;
  /** Metrics that the objective watches and that no experiment can read. */
  readonly unreadable: readonly string[];
  /** The money of arms whose difference a few units carry; empty where there are none. */
  readonly resampled: readonly Resampled[];
  /** How long a stretch is in what is told of novelty, in days. */
  readonly stretch: number | null;
}

/**
 * Reads an experiment out of the journal in its money and in all that its objective watches: metrics by their roles,
 * adjusted by what the units did before it began, in segments by the declared slices. Throws `experiment.outcomes-several`
 * and `experiment.metric-invalid`.
 */
export async function experimentFromJournal(request: ExperimentJournal): Promise<JournalExperiment> {
  const { system, design, level } = request;
  const { watched, unreadable } = watchedOf(system.objective);
  const outcomes = outcomesOf(watched);
  const journal = await joinJournal({ ...request, outcomes, fields: [...system.slices, ...fieldsOf(watched)] });
  const { collected, decisions, aftermath, waiting, asOf } = journal;
  const { table, metrics, noticed, known, stretch } = watchedTable(journal, {
    ...{ design, system, watched, slices: system.slices },
  });
  const statistics = summarise(table, { experiment: design.name, part: "all", metrics, noticed });
  const isOpen = outcomes.some((name) => decisions.some((one) => aftermath.label(one, name).state === "pending"));
  const preliminary = isOpen || collected.units.some(({ moneyComplete }) => !moneyComplete);
  const remarks = [...collected.releases]
    .filter(([, served]) => served.length > 1)
    .map(([arm]): Reason => ({ code: "arm-changed-release", arm }));
  const asked = { design, asOf, ...(level === undefined ? {} : { level }) };
  const whole = readStatistics({ ...asked, statistics, preliminary, remarks });
  return {
    whole,
    resampled: resampledMoney(table, whole),
    plain: { ...readout({ ...asked, collected }), waiting },
    preliminary,
    past: metrics[0]?.before === undefined ? null : { days: PAST / 86_400_000, units: known },
    unreadable,
    stretch,
  };
}

/** What the money says of the arm that the verdict is about. */
export function moneyKind({ verdict, metrics }: ExperimentReadout): VerdictKind {
  if (verdict.call === "invalid") return "invalid";
  const money = metrics.find(({ metric }) => metric.money === true);
  const effect = money?.effects.find(({ arm }) => arm === verdict.arm);
  const interval = verdict.rule === "fixed-horizon" ? effect?.fixed : effect?.alwaysValid;
  if (interval === undefined || isInsufficient(interval)) return "insufficient";
  if (interval.low > 0) return "better";
  return interval.high < 0 ? "worse" : "no-difference-shown";
}
