import type { Enforced, Table } from "../data/index.ts";
import { actShares, competitor, type Judged } from "../evaluate/index.ts";
import { isAlidadeError, isInsufficient } from "../kernel/index.ts";
import { breakEven, stakesOf } from "../objective/index.ts";
import type { ActingSystem, SystemDefinition } from "../system/index.ts";
import {
  capacityOf,
  type Dataset,
  datasetOf,
  fitPlan,
  judgedOf,
  LEAK_QUESTION,
  labelConstant,
  pricedOutcome,
  pricedTruth,
  ruleScores,
  type Warning,
  warningsOf,
} from "../train/index.ts";
import { experimentOutlook } from "./act-experiment.ts";
import { askedSigns, upkeepSign } from "./asked-signs.ts";
import type { ActAssessment } from "./assessment.ts";
import { type ChainCase, chainOf, yearOf } from "./chain.ts";
import { type DataFacts, dataFacts, thinFacts } from "./data-facts.ts";
import { type AssessDeps, MOST_FOLDS } from "./deps.ts";
import type { Evidence, Findings } from "./evidence.ts";
import type { ExperimentOutlook } from "./experiment-plan.ts";
import type { Fitted } from "./feasibility/footprint.ts";
import { gather } from "./gather.ts";
import { type OutlookCase, outlookOf } from "./outlook.ts";
import { openQuestions } from "./questions.ts";
import { hasSignal, type QuickFit, quickFit } from "./quick-fit.ts";
import { findRule } from "./rules/find-rules.ts";
import { type PayingRule, payingRule } from "./rules/paying-rule.ts";
import { sampleOf } from "./sample.ts";
import { sampleWarnings } from "./sample-warnings.ts";
import { signsOf } from "./signs.ts";
import { surroundingsOf } from "./surroundings.ts";
import { FEWEST_EXAMPLES } from "./thresholds.ts";
import { verdictOf } from "./verdict.ts";
import { counted } from "./words.ts";
import { race, type WorthCase, worthOf } from "./worth.ts";

/** Everything about the data that comes before a fit. `dataset` is null when the label is the same everywhere, or nearly. */
interface Material {
  readonly dataset: Dataset | null;
  readonly data: DataFacts;
  readonly warnings: readonly Warning[];
}

/** Assesses a system that acts or not. */
export async function assessActs(system: ActingSystem, deps: AssessDeps): Promise<ActAssessment> {
  const started = deps.stopwatch();
  const { material, enforced } = await gather(system, deps, materialOf);
  const { dataset, data } = material;
  const around = surroundingsOf(system, { enforced, dataset }, deps);
  const studied = dataset === null || data.rarer < FEWEST_EXAMPLES ? null : await study({ system, dataset }, deps);
  const { objective } = system;
  const leaks = material.warnings.filter(({ code }) => code.startsWith("leak.") && code !== LEAK_QUESTION);
  const found = studied?.findings ?? null;
  const evidence: Evidence = { objective, data, leaks, found };
  // Nobody plans to prove an amount of points that nobody asked for.
  const plan = objective.stated ? (studied?.plan ?? null) : null;
  const rest = {
    features: dataset?.features ?? enforced.table,
    assumptions: around.assumptions,
    fitted: studied?.fitted ?? null,
  };
  return {
    kind: "act",
    system: system.name,
    verdict: verdictOf(evidence),
    signs: [
      ...signsOf(evidence),
      ...around.selection,
      ...upkeepSign(system, found?.worth ?? null),
      ...askedSigns(system),
    ],
    data,
    signal: found?.signal ?? null,
    rule: found?.rule ?? null,
    worth: found?.worth ?? null,
    plan,
    assumptions: around.assumptions,
    ...outlookOf({ ...outlookCase({ system, data, found, plan }), ...rest }, deps),
    chain: [...chainOf({ system, data, found, plan }), ...around.proxies],
    questions: openQuestions(objective, {
      traffic: objective.perYear !== undefined,
      cost: deps.costPerYear !== undefined,
    }),
    warnings: [...material.warnings, ...sampleWarnings(data.rows, found?.signal.sampledRows ?? null)],
    seconds: Math.round(deps.stopwatch() - started) / 1000,
  };
}

type FromFindings = Omit<OutlookCase, "features" | "assumptions" | "fitted">;

function outlookCase({ system, data, found, plan }: ChainCase): FromFindings {
  const { rows, rarer, outcome, coarser } = data;
  return {
    system,
    rows,
    examples: { count: rarer, words: `${counted(rarer, "row")} of the rarer side of \`${outcome}\``, coarser },
    learns: found === null ? null : hasSignal(found.signal),
    yearly: found?.worth.perYear?.overRule ?? null,
    year: found === null ? null : yearOf(found.worth, "overRule"),
    days: plan?.days ?? null,
  };
}

function materialOf(system: SystemDefinition, enforced: Enforced): Material {
  try {
    const dataset = datasetOf(system, enforced.table);
    return {
      dataset,
      data: dataFacts(system, dataset, enforced.table),
      warnings: warningsOf(system, dataset, enforced),
    };
  } catch (error) {
    if (!isAlidadeError(error, labelConstant.code)) throw error;
    const warnings = [{ code: "label.constant", message: error.message }];
    return { dataset: null, data: thinData(system, enforced.table, error.data), warnings };
  }
}

/** The counts that the refusal names: `value` is the rarer side, or the only one when nothing is left for the other. */
function thinData(system: SystemDefinition, table: Table, refused: Readonly<Record<string, unknown>>): DataFacts {
  const [rows, count] = [Number(refused.rows), Number(refused.count)];
  const named = count === 0 ? rows : count;
  return thinFacts(system, table, { rows, positives: refused.value === "yes" ? named : rows - named });
}

interface Study {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
}

/** What the fits came to. */
interface Studied {
  readonly findings: Findings;
  readonly plan: ExperimentOutlook;
  readonly fitted: Fitted;
}

/** Fits, looks for a rule, counts the money, plans the experiment; on a sample when there are many rows. */
async function study(work: Study, deps: AssessDeps): Promise<Studied> {
  const { system, dataset } = work;
  const outcome = pricedOutcome(system);
  const sample = sampleOf(dataset, system.seed);
  const strata = pricedTruth(sample, outcome);
  const { rows, entity, time } = sample;
  const plan = fitPlan({
    rows,
    entity,
    time,
    strata,
    evaluation: { ...system.evaluation, folds: Math.min(system.evaluation.folds, MOST_FOLDS) },
    seed: system.seed,
  });
  deps.signal?.throwIfAborted();
  const fitting = deps.progress.step("Trying quick fits");
  const fitted = await quickFit(
    { system, outcome, sample, sampled: rows < dataset.rows, plan },
    { compute: deps.compute, stopwatch: deps.stopwatch, onProgress: (share) => fitting.update(share) },
  );
  fitting.done(`${rows.toLocaleString("en-US")} rows, ${plan.kind}`);
  deps.signal?.throwIfAborted();
  const searching = deps.progress.step("Looking for a rule");
  const { rocAuc } = fitted.signal;
  const data = { label: strata, entity, plan, features: sample.features };
  const searched = findRule(data, isInsufficient(rocAuc) ? 0.5 : rocAuc.value);
  const paying = payingRule(data, searched, { stakes: stakesOf(system.objective), capacity: capacityOf(system) });
  searching.done();
  const { rule } = searched;
  return moneyAndPlan({ ...work, deps, judged: judgedOf(sample, strata, fitted.rows), sample, fitted, rule, paying });
}

interface Priced extends Study {
  readonly deps: AssessDeps;
  readonly judged: Judged;
  readonly sample: Dataset;
  readonly fitted: QuickFit;
  readonly rule: Findings["rule"];
  readonly paying: PayingRule;
}

function moneyAndPlan({ system, deps, judged, sample, fitted, rule, paying }: Priced): Studied {
  const { objective } = system;
  const work: WorthCase = {
    objective,
    // Slices are the gate's concern; here the whole counts.
    judged: { ...judged, slices: { rows: judged.rows, columns: [] } },
    score: fitted.score,
    rule: ruleScores(sample, fitted.rows),
    found: paying,
    capacity: capacityOf(system),
    decisionsPerYear: objective.perYear ?? null,
    costPerYear: deps.costPerYear ?? null,
  };
  const raced = race(work);
  const worth = worthOf(work, raced);
  const entry = { name: "model", score: fitted.score, threshold: breakEven(raced.stakes) };
  const plan = experimentOutlook({
    objective,
    stakes: raced.stakes,
    changedByActing: system.outcomes[pricedOutcome(system)]?.changedByActing ?? false,
    judged,
    acts: actShares(competitor(judged, entry, work)),
    gain: worth.overRule,
    gainOverNothing: worth.overNothing,
    decisionsPerDay: objective.perYear === undefined ? null : objective.perYear / 365,
    unitsPerDay: deps.perDay ?? null,
  });
  return { findings: { signal: fitted.signal, rule, worth }, plan, fitted: fitted.fitted };
}
