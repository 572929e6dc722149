import { isInsufficient } from "../../kernel/index.ts";
import {
  estimate,
  type IntervalItem,
  intervalPlot,
  keyValues,
  quantity,
  type Section,
  table,
  type Unit,
  type Value,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import type { Scale } from "../journal-readout/words.ts";
import type { Metric } from "./metric.ts";
import { isShare, shortP } from "./metrics-section.ts";
import type { Novelty } from "./novelty.ts";
import type { Segmented } from "./segments.ts";

/** In what a detail is told. */
export interface Told {
  readonly times: number;
  readonly unit: Unit;
  /** After the metric's name: ` per 1,000 visitors`, `, in points`; empty for what is told as it is. */
  readonly words: string;
}

const AS_IT_IS: Told = { times: 1, unit: "number", words: "" };

/** How the effects on a metric are told: money on its scale, shares in points, the rest as it is. */
export function toldOf(metric: Metric | undefined, scale: Scale): Told {
  if (metric?.money === true)
    return { times: scale.times, unit: { currency: scale.currency }, words: ` ${scale.words}` };
  return metric !== undefined && isShare(metric) ? { times: 100, unit: "number", words: ", in points" } : AS_IT_IS;
}

function shown(found: Estimated, { times, unit }: Told): Value {
  const on = isInsufficient(found) ? found : mapEstimate(found, (value) => value * times);
  return isInsufficient(on) ? on : estimate(on, unit, { signed: true });
}

/** What to expect of each segment. */
export function segmentSection({ arm, metric, by, effects, spread, pValue }: Segmented, told: Told): Section {
  return {
    title: `“${arm}” on ${metric}${told.words}, by ${by}`,
    lead: "Effects drawn towards what all have in common, as far as their noise demands: what to expect of each.",
    blocks: [
      table(
        [by, { name: "measured alone", align: "right" }, { name: "to be expected", align: "right" }],
        effects.map(({ segment, alone, shrunk }) => [segment, shown(alone, told), shown(shrunk, told)]),
      ),
      keyValues([
        {
          name: "True effects differ by",
          value: isInsufficient(spread) ? spread : quantity(spread * told.times, told.unit),
          note: "standard deviation",
        },
        {
          name: "p-value",
          value: isInsufficient(pValue) ? pValue : shortP(pValue),
          note: "of the effect being the same everywhere",
        },
      ]),
    ],
    detail: true,
  };
}

const COURSES: Readonly<Record<Novelty["course"], string>> = {
  steady: "The effect is not seen to move with the time since first exposure.",
  fades: "The effect fades with the time since first exposure.",
  grows: "The effect grows with the time since first exposure.",
  unknown: "Whether the effect moves cannot be said yet.",
};

/** What the effect was counted in: `Effect by day`. */
export interface Stretches {
  /** How long one is, in days. */
  readonly days: number;
  /** What is plotted: `money per decision`. */
  readonly label: string;
}

/** How an effect moves with the time since a unit first met it. */
export function noveltySection({ arm, metric, byDay, change, course }: Novelty, stretches?: Stretches): Section {
  const { days = 1, label = metric } = stretches ?? {};
  const name = (i: number): string => (days === 1 ? `day ${i}` : `days ${i * days} to ${(i + 1) * days - 1}`);
  return {
    title: `Does “${arm}” last? ${label}, by days since first exposure`,
    lead: COURSES[course],
    blocks: [
      intervalPlot({
        title: "Effect by days since first exposure",
        value: { label },
        items: byDay.flatMap((found, i): readonly IntervalItem[] =>
          isInsufficient(found) ? [] : [{ name: name(i), estimate: found, tone: "neutral" }],
        ),
        reference: { at: 0, label: "no effect" },
      }),
      keyValues([{ name: "Later half less earlier half", value: shown(change, AS_IT_IS) }]),
    ],
    detail: true,
  };
}
