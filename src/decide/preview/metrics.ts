import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { clusteredMean, clusterTotals, DEFAULT_LEVEL, type Estimated } from "../../stats/index.ts";
import { entitiesOf, type Moved, movedBy, type Rewarded } from "./evidence.ts";
import { outcomeRewards, type Story } from "./rewards.ts";
import type { Worth } from "./worth.ts";

/** How a metric would move: per decision, or per ranking. */
export interface MetricMovement extends Moved {
  readonly metric: string;
  /** Money in the objective's currency, a share of decisions, or the outcome's own unit. */
  readonly unit: "money" | "share" | "number";
  /** Whether it was computed from the decisions alone, or estimated from what was tried. */
  readonly basis: "computed" | "estimated";
}

/** The movement of every metric: money, outcomes, and how much is acted on. */
export function metricsOf(
  story: Story,
  { worth, money }: { readonly worth: Worth | undefined; readonly money: readonly Rewarded[] },
): readonly MetricMovement[] {
  const priced: MetricMovement[] =
    worth === undefined ? [] : [{ metric: moneyName(story), unit: "money", basis: "estimated", ...movedBy(money) }];
  const told = Object.entries(story.system.outcomes).filter(([, { kind }]) => kind !== "text");
  const outcomes = told.map(([name, { kind }]): MetricMovement => {
    const isShare = kind === "flag" && story.remade.every(({ parts }) => parts.length === 1);
    return {
      metric: name,
      unit: isShare ? "share" : "number",
      basis: "estimated",
      ...movedBy(outcomeRewards(story, name)),
    };
  });
  return [...priced, ...outcomes, ...actingOf(story)];
}

/** Chances are sums of a few products of shares. */
const ROUNDING = 1e-12;

function moneyName({ system: { objective } }: Story): string {
  return objective.stated ? objective.metric.name : "money";
}

/** How much is acted on needs no outcome: it is known of every decision. */
function actingOf({ remade }: Story): readonly MetricMovement[] {
  const acts = remade.flatMap((one) => (one.acts === null ? [] : [one.acts]));
  if (acts.length === 0) return [];
  const clusters = entitiesOf(remade.map((one) => ({ remade: one, rewards: [] })));
  const mean = (values: readonly number[]): Estimated => meanOf(Float64Array.from(values), clusters);
  return [
    {
      metric: "acted on",
      unit: "share",
      basis: "computed",
      now: mean(acts.map(({ now }) => now)),
      proposed: mean(acts.map(({ proposed }) => proposed)),
      movement: mean(acts.map(({ now, proposed }) => proposed - now)),
      overlap: undefined,
      decisions: acts.length,
    },
  ];
}

/** Where all are the same but for rounding, what all are is known of the decisions that there were. */
function meanOf(sums: Float64Array, clusters: Int32Array): Estimated | Insufficient {
  const [first] = sums;
  if (first === undefined) return insufficient("too-few-rows", { need: 2, have: 0 });
  if (sums.every((value) => Math.abs(value - first) < ROUNDING))
    return { value: first, low: first, high: first, level: DEFAULT_LEVEL };
  return clusteredMean(clusterTotals({ sums, clusters }));
}
