import {
  type ArchivedComparison,
  exchangeRate,
  forecastLift,
  OFFLINE_MONEY,
  type OfflineDelta,
  offlineDeltas,
} from "../../experiment/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { ModelVersion, Registry } from "../../registry/index.ts";
import { estimate, formatQuantity } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { servedRelease } from "../experiments/default-control.ts";
import { openArchive } from "./open-archive.ts";

/** What a candidate should bring, by what candidates have brought. */
export interface ExpectedLift {
  /** In money per entity, with the interval for one more comparison. */
  readonly forecast: Estimate;
  readonly sentence: string;
}

/** Whom a plan compares: `rule` or model ids. */
export interface PlannedPair {
  readonly treatment: readonly string[] | undefined;
  readonly control: string | undefined;
}

/** Name of the lift in money per entity, as `experiments keep` archives it. */
const MONEY_PER_UNIT = "moneyPerUnit";

/**
 * The lift to expect of a model, in money per entity, from the archive's exchange rate of money judged offline; undefined
 * where the word names no model that was judged in money, or the archive knows no rate.
 */
export async function expectedLift(
  { name: system, objective }: Pick<SystemDefinition, "name" | "objective">,
  { treatment: [model, ...more] = [], control }: PlannedPair,
  invocation: Pick<Invocation, "openState" | "registry" | "clock">,
): Promise<ExpectedLift | undefined> {
  if (model === undefined || more.length > 0 || !model.startsWith("mdl_")) return undefined;
  const registry = await invocation.registry();
  const isRule = await isAgainstRule({ system, model, control }, registry);
  const delta = promisedMoney(await registry.findModel(model, system), isRule);
  if (delta === undefined) return undefined;
  // Nothing is added, so it does not matter who asks.
  const archive = await openArchive({ ...invocation, who: "" });
  const ofCurrency = ({ currency }: ArchivedComparison): boolean => currency === objective.currency;
  const comparisons = (await archive.comparisons()).filter(ofCurrency);
  const rate = exchangeRate(comparisons, { metric: OFFLINE_MONEY, target: MONEY_PER_UNIT });
  const forecast = forecastLift(rate, { system, delta });
  if (isInsufficient(forecast) || isInsufficient(rate)) return undefined;
  const amount = formatQuantity(estimate(forecast, { currency: objective.currency }, { signed: true }));
  const sentence = `By ${rate.comparisons} comparisons of the past, it should bring ${amount} per entity: a forecast, and no proof.`;
  return { forecast, sentence };
}

/** What a plan asks about. */
export interface PlanQuestion extends PlannedPair {
  readonly lift: number | undefined;
  readonly sd: number | undefined;
  readonly perDay: number | undefined;
}

/**
 * The lift that a plan is made for: as it was given, else what the archive expects where it expects a gain, and then a
 * sentence that says so. A plan from assumptions alone asks nobody.
 */
export async function withExpectedLift(
  system: Pick<SystemDefinition, "name" | "objective">,
  question: PlanQuestion,
  invocation: Pick<Invocation, "openState" | "registry" | "clock">,
): Promise<{ readonly lift: number | undefined; readonly summary: readonly string[] }> {
  const { lift, sd, perDay } = question;
  if (lift !== undefined || (sd !== undefined && perDay !== undefined)) return { lift, summary: [] };
  const expected = await expectedLift(system, question, invocation);
  if (expected === undefined) return { lift, summary: [] };
  const { forecast, sentence } = expected;
  if (forecast.value <= 0) return { lift, summary: [sentence] };
  return { lift: forecast.value, summary: [`${sentence} The plan is made for it; \`--lift\` names another.`] };
}

interface Against {
  readonly system: string;
  readonly model: string;
  readonly control: string | undefined;
}

/** Whether the control is the rule: where no other is named, what is served now, unless that is the model itself. */
async function isAgainstRule({ system, model, control }: Against, registry: Registry): Promise<boolean> {
  if (control !== undefined) return control === "rule";
  const served = await servedRelease(await registry.currentPlan(system), registry);
  return served === undefined || served.kind === "rule" || Object.values(served.models).includes(model);
}

/** What its evaluation promised over the rule, or over the champion that it was judged beside. */
function promisedMoney(model: ModelVersion, isRule: boolean): OfflineDelta | undefined {
  const pair = { control: isRule ? [] : [model], treatment: [model], controlWasChampion: !isRule };
  return offlineDeltas(pair)[OFFLINE_MONEY];
}
