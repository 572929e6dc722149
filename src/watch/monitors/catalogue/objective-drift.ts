import { numberParam, numbersByNameParam, type Param } from "../../../kernel/index.ts";
import type { Seen } from "../../seen/seen.ts";
import { usualScatter } from "../baseline/pace.ts";
import { either } from "../evidence/combine.ts";
import type { Measure } from "../evidence/measures.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { noSpread, type Spreads, spreadMeasure } from "../followed/case-spread.ts";
import { type Followed, follow } from "../followed/followed.ts";
import { wordNumber, wordShare } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** By outcome: what is usual, and how far amounts differ. */
export interface PriceState {
  readonly followed: Followed;
  readonly spreads: Spreads;
}

type Declared = {
  readonly assumed: Param<Readonly<Record<string, number>>>;
  readonly tolerance: Param<number>;
  readonly effect: Param<Readonly<Record<string, number>>>;
};

const PARAMS: Declared = {
  assumed: numbersByNameParam({
    doc: "What the objective takes a numeric outcome to be worth on average, by outcome. Default: what it was in the training data.",
  }),
  tolerance: numberParam(0.1, {
    ...{ min: 0.001, max: 10 },
    doc: "By which part an amount may differ from the assumed one before decisions are thought to be priced wrongly.",
  }),
  effect: numbersByNameParam({
    doc: "What an experiment measured of the effect of acting: its `value`, the `low` and `high` of its interval, and `until` when, milliseconds since 1970. Default: what the last holdback that ended has in the archive.",
  }),
};

/** Whether the prices that decisions are made by are still those of the world. */
export const objectiveDrift: Monitor<Declared, PriceState> = defineMonitor({
  about: "prices that were assumed against prices that are observed",
  kinds: ["prices.moved", "effect.unlike-assumed"],
  params: PARAMS,
  restartsWithReference: false,
  start: (): PriceState => ({ followed: {}, spreads: {} }),
  step({ followed: before, spreads: of }, period, { context, params }) {
    const { priced, spreads } = pricedIn(of, { period, context, assumed: params.assumed });
    const subjects = priced.map(({ outcome, measure }) => ({
      ...{ key: outcome, measure, guess: 0.05 * Math.abs(measure.value) },
      reading: () => ({ ...COMMON, about: { part: "outcome", name: outcome } as const, says: outcome }),
    }));
    const { followed } = follow(before, { ...context, from: period.from }, subjects);
    const prices = priced.map((one) => priceReading(one, followed, params.tolerance));
    return { state: { followed, spreads }, readings: [...prices, ...effectReading(context, params.effect)] };
  },
});

const COMMON = { kind: "prices.moved", unit: "", reach: 1 } as const;

interface Priced {
  readonly outcome: string;
  readonly measure: Measure;
  readonly assumed: number;
}

interface Pricing {
  readonly period: Seen;
  readonly context: MonitorContext;
  readonly assumed: Readonly<Record<string, number>>;
}

/** Numeric outcomes that were reported, and for which somebody, or the training data, says what they should be. */
function pricedIn(
  before: Spreads,
  { period, context: { reference, periodMs }, assumed }: Pricing,
): { readonly priced: readonly Priced[]; readonly spreads: Spreads } {
  let spreads = before;
  const priced = Object.entries(period.amounts).flatMap(([outcome, moments]): readonly Priced[] => {
    const weighed = { ...moments, weight: moments.n, squaredWeight: moments.n };
    const { spread, measure } = spreadMeasure(spreads[outcome] ?? noSpread, weighed, periodMs);
    spreads = { ...spreads, [outcome]: spread };
    const known = reference?.seen.amounts[outcome];
    const price = assumed[outcome] ?? (known !== undefined && known.n > 0 ? known.mean : undefined);
    return measure === undefined || price === undefined ? [] : [{ outcome, measure, assumed: price }];
  });
  return { priced, spreads };
}

/** Whether an amount lies further from the assumed one than is let pass, on either side. */
function priceReading({ outcome, measure, assumed }: Priced, followed: Followed, tolerance: number): Reading {
  const pace = followed[outcome]?.pace;
  const deviation = pace === undefined ? Math.sqrt(measure.variance) : usualScatter(pace, measure.variance);
  const slack = tolerance * Math.abs(assumed);
  const { value, freedom } = measure;
  const above = beyondEvidence({ value, line: assumed + slack, deviation, freedom, wrong: "above" });
  const below = beyondEvidence({ value, line: assumed - slack, deviation, freedom, wrong: "below" });
  const part =
    assumed === 0 ? "" : `, ${wordShare(Math.abs(value / assumed - 1))} ${value > assumed ? "more" : "less"}`;
  return {
    ...{ ...COMMON, about: { part: "outcome", name: outcome }, evidence: either(above, below) },
    ...{ value, expected: [assumed - slack, assumed + slack] },
    says: `${outcome} is ${wordNumber(value)} on average, and decisions are priced by ${wordNumber(assumed)}${part}`,
  };
}

/** An experiment's interval that leaves out the assumed effect is a breach: the break-even is another than the one in use. */
function effectReading(
  { system: { objective, name } }: MonitorContext,
  { value, low, high, until }: Readonly<Record<string, number>>,
): readonly Reading[] {
  const assumed = objective.effect?.basis === "assumed" ? objective.effect.value : undefined;
  if (assumed === undefined || value === undefined || low === undefined || high === undefined) return [];
  const since = until === undefined ? "" : ` that ended on ${new Date(until).toISOString().slice(0, 10)}`;
  return [
    {
      ...{ kind: "effect.unlike-assumed", about: { part: "value", name }, unit: "share", reach: 1, evidence: NONE },
      ...{ value: assumed, expected: [low, high], isBreach: assumed < low || assumed > high },
      says: `acting is assumed to change ${wordShare(assumed)} of the cases, and an experiment${since} measured ${wordShare(value)} (${wordShare(low)} to ${wordShare(high)})`,
    },
  ];
}

/** An assumption that holds is no evidence of anything. */
const NONE = Math.log(0.5);
