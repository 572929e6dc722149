import type { Measured } from "./measure.ts";
import { metricInvalid } from "./measures.ts";
import type { Margin, MetricGoal, MetricRole, Outliers, WatchedMetric } from "./watched-metric.ts";

/** What a file says of a metric beside what is measured: which way is better, its outliers, what is wanted of it. */
export interface Watching extends MetricGoal {
  /** Default: what the measure says. */
  readonly direction?: "increase" | "decrease";
  /** Default: values count as they are. */
  readonly outliers?: Outliers;
}

/** What may be lost of a guardrail: 0.01 is one hundredth of the control's size; `{ absolute: 2 }` is so much. */
export interface Losing extends Watching {
  readonly lose: number | Margin;
}

/**
 * A metric that should get better.
 *
 * @example success(share("bought"), { baseline: 0.03, target: 0.035, source: "stakeholder" })
 */
export function success<Name extends string>(measured: Measured<Name>, watching: Watching = {}): WatchedMetric<Name> {
  return watched("success", measured, watching);
}

/**
 * A metric that must be shown to lose no more than its margin.
 *
 * @example guardrail(share("clicked"), { lose: 0.01 })
 */
export function guardrail<Name extends string>(
  measured: Measured<Name>,
  { lose, ...watching }: Losing,
): WatchedMetric<Name> {
  return Object.freeze({ ...watched("guardrail", measured, watching), margin: marginOf(lose) });
}

/**
 * A metric that must not be shown to get worse.
 *
 * @example deterioration(share(of.fallback, { per: "decision" }))
 */
export function deterioration<Name extends string>(
  measured: Measured<Name>,
  watching: Watching = {},
): WatchedMetric<Name> {
  return watched("deterioration", measured, watching);
}

/**
 * A metric that the treatment cannot move, so that the arms must agree in it: it says whether an experiment is sound.
 *
 * @example quality(mean(of.decisions))
 */
export function quality<Name extends string>(measured: Measured<Name>, watching: Watching = {}): WatchedMetric<Name> {
  return watched("quality", measured, watching);
}

function watched<Name extends string>(
  role: MetricRole,
  measured: Measured<Name>,
  watching: Watching,
): WatchedMetric<Name> {
  if (typeof measured !== "object" || measured === null || typeof measured.measure !== "object")
    throw metricInvalid({ word: role, what: 'what is measured, such as `share("clicked")`', got: String(measured) });
  return Object.freeze({ ...measured, role, ...watching });
}

function marginOf(lose: number | Margin): Margin {
  const margin = typeof lose === "number" ? { relative: lose } : lose;
  const amount = Object.values(margin ?? {})[0];
  if (typeof amount !== "number" || !(amount > 0 && amount < Infinity))
    throw metricInvalid({
      word: "guardrail",
      what: "what may be lost, above 0: `{ lose: 0.01 }` of the control's size, or `{ lose: { absolute: 2 } }`",
      got: JSON.stringify(lose) ?? "nothing",
    });
  return Object.freeze({ ...margin });
}
