import type { CurvePoint } from "../../evaluate/index.ts";
import { breakEven } from "../../objective/index.ts";
import {
  type Block,
  type LinePlot,
  linePlot,
  paragraph,
  percent,
  type Section,
  type TableBlock,
  table,
} from "../../report/index.ts";
import { actingPolicy } from "../../system/index.ts";
import { didTable, gainsPlot, moneyTable } from "./competitors.ts";
import type { ActFacts } from "./facts.ts";
import { DECISIONS, moneyCell, moneyLabel, moneyUnit, PER_DECISIONS, share } from "./wording.ts";

/** What it earns, against whom, at which capacity, and how far an assumption carries. */
export function valueSection(facts: ActFacts): Section {
  const { stakes, result, outcome } = facts;
  return {
    title: "Value",
    lead: `Everyone decides the same ${result.judgedRows.toLocaleString("en-US")} decisions, unseen, acting on ${result.capacity < 1 ? `${share(result.capacity)} at most` : "as many as it likes"}. The hit rate is the share of “${stakes.act}” where “${outcome}” really was true. Intervals are 95%.`,
    blocks: [
      moneyTable(facts),
      gainsPlot(facts),
      didTable(facts),
      paragraph(thresholdWords(facts)),
      valueCurvePlot(facts),
      ...effectBlocks(facts),
    ],
  };
}

/** From which probability acting pays, and what really limits it. */
function thresholdWords({ result, stakes, system }: ActFacts): string {
  const pays = breakEven(stakes);
  const words = paysWords(pays, stakes.act);
  const own =
    actingPolicy(system).threshold === "from-payoff"
      ? ""
      : ` The file sets the threshold itself, at ${share(result.threshold)}.`;
  const full = result.capacity < 1 && result.judgement.model.actRate >= result.capacity * 0.999;
  const limit = full
    ? ` More cases pay than may be acted on, so the capacity of ${share(result.capacity)} is the limit, not the threshold.`
    : "";
  return `${words}${own}${limit}`;
}

function paysWords(pays: number, act: string): string {
  if (pays <= 0) return `“${act}” pays whatever the probability.`;
  if (pays > 1) return `“${act}” never pays under the stated payoff, whatever the probability.`;
  return `“${act}” pays from a probability of ${share(pays)} on.`;
}

function valueCurvePlot({ result, stakes }: ActFacts): LinePlot {
  const { model, rule } = result.judgement.curve;
  const line = (points: readonly CurvePoint[]) =>
    points.map(({ capacity, perDecision }) => [capacity, perDecision.value * DECISIONS] as const);
  const band = model.map(
    ({ capacity, perDecision }) => [capacity, perDecision.low * DECISIONS, perDecision.high * DECISIONS] as const,
  );
  const both = result.models.length === 0 ? [] : [{ name: "this model", points: line(model), band }];
  return linePlot({
    title: "Money by how many of the best-rated decisions are acted on",
    x: { label: "Share acted on", unit: "percent", domain: [0, 1] },
    y: { label: moneyLabel("Money", stakes.currency), unit: moneyUnit(stakes.currency) },
    series: [...both, { name: "the rule", points: line(rule) }],
    references: [
      ...(result.capacity < 1
        ? [{ axis: "x" as const, at: result.capacity, label: `capacity ${share(result.capacity)}` }]
        : []),
      { axis: "y", at: 0, label: "never acting" },
    ],
  });
}

function effectBlocks(facts: ActFacts): readonly Block[] {
  const { system, result, stakes } = facts;
  const { effect } = system.objective;
  if (effect === undefined || result.overEffect.length === 0) return [];
  const assumption = `“${stakes.act}” is assumed to change ${share(effect.value)} of the cases that would come true. If it changes fewer or more, the same decisions, with the threshold left where it is, are worth:`;
  return [paragraph(assumption), effectTable(facts, effect.value)];
}

function effectTable(facts: ActFacts, value: number): TableBlock {
  const { overEffect, judgement } = facts.result;
  const points = [...overEffect, { effect: value, perDecision: judgement.model.perDecision }].sort(
    (a, b) => a.effect - b.effect,
  );
  return table(
    ["Effect of acting", { name: `Money ${PER_DECISIONS}`, align: "right" }],
    points.map(({ effect, perDecision }) => [percent(effect), moneyCell(perDecision, facts, { basis: "assumed" })]),
  );
}
