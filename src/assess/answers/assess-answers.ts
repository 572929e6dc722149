import type { Enforced } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { AnsweringSystem } from "../../system/index.ts";
import {
  type Dataset,
  datasetOf,
  labelConstant,
  labelPoor,
  planFor,
  raceAnswers,
  type Warning,
  warningsOf,
} from "../../train/index.ts";
import { askedSigns, upkeepSign } from "../asked-signs.ts";
import { coarserLabels } from "../coarser.ts";
import { type AssessDeps, MOST_FOLDS } from "../deps.ts";
import { experimentFor } from "../experiment-plan.ts";
import type { Fitted } from "../feasibility/footprint.ts";
import { gather } from "../gather.ts";
import { type OutlookCase, outlookOf } from "../outlook.ts";
import { openQuestions } from "../questions.ts";
import { sampleOf } from "../sample.ts";
import { sampleWarnings } from "../sample-warnings.ts";
import { surroundingsOf } from "../surroundings.ts";
import { FEWEST_EXAMPLES } from "../thresholds.ts";
import { yearSpan } from "../value/year-span.ts";
import { type AnswerChainCase, answerChain } from "./answer-chain.ts";
import { type AnswerEvidence, type AnswerFindings, hasSkill } from "./answer-evidence.ts";
import { type AnswerFacts, answerFacts, thinAnswers } from "./answer-facts.ts";
import { answerLeaks } from "./answer-leaks.ts";
import { answerSigns } from "./answer-signs.ts";
import { answerVerdict } from "./answer-verdict.ts";
import { wordExamples } from "./answer-words.ts";
import { answerWorth, decisionsOf } from "./answer-worth.ts";
import type { AnswerAssessment, AnswerOutlook } from "./assessment.ts";
import { type QuickAnswers, quickAnswers } from "./quick-answers.ts";
import { findLookup } from "./short-lookup.ts";

/** Everything about the data that comes before a fit. `dataset` is null when there is nothing to learn. */
interface Material {
  readonly dataset: Dataset | null;
  readonly data: AnswerFacts;
  readonly leaks: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** Assesses a system that answers with labels, values or orders. */
export async function assessAnswers(system: AnsweringSystem, deps: AssessDeps): Promise<AnswerAssessment> {
  const started = deps.stopwatch();
  const { material, enforced } = await gather(system, deps, materialOf);
  const { dataset, data, leaks, warnings } = material;
  const around = surroundingsOf(system, { enforced, dataset }, deps);
  const studied = dataset === null || data.examples < FEWEST_EXAMPLES ? null : await study({ system, dataset }, deps);
  const { objective } = system;
  const found = studied?.findings ?? null;
  const evidence: AnswerEvidence = { objective, data, leaks, found };
  const plan = objective.stated ? (studied?.plan ?? null) : null;
  const rest = {
    features: dataset?.features ?? enforced.table,
    assumptions: around.assumptions,
    fitted: studied?.fitted ?? null,
  };
  return {
    kind: "answer",
    system: system.name,
    verdict: answerVerdict(evidence),
    signs: [
      ...answerSigns(evidence),
      ...around.selection,
      ...upkeepSign(system, found?.worth ?? null),
      ...askedSigns(system),
    ],
    data,
    signal: found?.signal ?? null,
    lookup: found?.lookup ?? null,
    worth: found?.worth ?? null,
    plan,
    assumptions: around.assumptions,
    ...outlookOf({ ...outlookCase({ system, data, found, plan }), ...rest }, deps),
    chain: [...answerChain({ system, data, found, plan }), ...around.proxies],
    questions: openQuestions(objective, {
      traffic: objective.perYear !== undefined,
      cost: deps.costPerYear !== undefined,
    }),
    warnings: [...warnings, ...leaks, ...sampleWarnings(data.rows, found?.signal.sampledRows ?? null)],
    seconds: Math.round(deps.stopwatch() - started) / 1000,
  };
}

type FromFindings = Omit<OutlookCase, "features" | "assumptions" | "fitted">;

function outlookCase({ system, data, found, plan }: AnswerChainCase): FromFindings {
  const yearly = found?.worth.perYear?.overRule ?? null;
  return {
    system,
    rows: data.rows,
    examples: { count: data.examples, words: wordExamples(data), coarser: coarserLabels(data.shares) },
    learns: found === null ? null : hasSkill(found.signal),
    yearly,
    year: yearSpan(yearly, []),
    days: plan?.days ?? null,
  };
}

function materialOf(system: AnsweringSystem, enforced: Enforced): Material {
  try {
    const dataset = datasetOf(system, enforced.table);
    const data = answerFacts(system, dataset);
    // Of labels, every frequent one is looked at here, the one that training looks at among them.
    const others = warningsOf(system, dataset, enforced).filter(({ code }) => !code.startsWith("leak."));
    return { dataset, data, leaks: answerLeaks(system, dataset, data), warnings: others };
  } catch (error) {
    const isThin = isAlidadeError(error, labelConstant.code) || isAlidadeError(error, labelPoor.code);
    if (!isThin) throw error;
    const warnings = [{ code: "label.poor", message: error.message }];
    const rows = Number(error.data.rows);
    return { dataset: null, data: thinAnswers(system, enforced.table, rows), leaks: [], warnings };
  }
}

interface Study {
  readonly system: AnsweringSystem;
  readonly dataset: Dataset;
}

/** What the fits came to. */
interface Studied {
  readonly findings: AnswerFindings;
  readonly plan: AnswerOutlook;
  readonly fitted: Fitted;
}

/** Fits, looks for a lookup that does as well, counts the money, plans the experiment; on a sample when there are many rows. */
async function study({ system, dataset }: Study, deps: AssessDeps): Promise<Studied> {
  // Slices are the gate's concern; here the whole counts.
  const drawn = sampleOf(dataset, system.seed);
  const sample = { ...drawn, slices: { rows: drawn.rows, columns: [] } };
  const evaluation = { ...system.evaluation, folds: Math.min(system.evaluation.folds, MOST_FOLDS) };
  const plan = planFor({ ...system, evaluation }, sample);
  deps.signal?.throwIfAborted();
  const fitting = deps.progress.step("Trying quick fits");
  const fitted = await quickAnswers(
    { system, sample, sampled: sample.rows < dataset.rows, plan },
    { compute: deps.compute, stopwatch: deps.stopwatch, onProgress: (share) => fitting.update(share) },
  );
  fitting.done(`${sample.rows.toLocaleString("en-US")} rows, ${plan.kind}`);
  deps.signal?.throwIfAborted();
  const searching = deps.progress.step("Looking for a rule");
  const work = { system, dataset: sample, rows: fitted.rows, model: fitted.model, champion: null };
  const lookup = findLookup(work, plan);
  searching.done();
  return moneyAndPlan({ work, fitted, lookup }, deps);
}

interface Priced {
  readonly work: Parameters<typeof raceAnswers>[0];
  readonly fitted: QuickAnswers;
  readonly lookup: ReturnType<typeof findLookup>;
}

function moneyAndPlan({ work, fitted, lookup }: Priced, deps: AssessDeps): Studied {
  const { system, dataset, rows } = work;
  const { perYear } = system.objective;
  const race = raceAnswers(work);
  const decisions = decisionsOf(dataset, rows);
  const worth = answerWorth({ system, decisions, race, lookup, costPerYear: deps.costPerYear ?? null });
  const { overOther, ...basics } = experimentFor({
    mine: race.standings.model.money,
    theirs: race.standings.constant.money,
    entity: decisions.entity,
    gain: worth.overRule,
    gainOverOther: worth.overConstant,
    decisionsPerDay: perYear === undefined ? null : perYear / 365,
    unitsPerDay: deps.perDay ?? null,
  });
  return {
    findings: { signal: fitted.signal, lookup: lookup?.features ?? null, worth },
    plan: { ...basics, overConstant: overOther },
    fitted: fitted.fitted,
  };
}
