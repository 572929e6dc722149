import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Measure, Measured, Quantity } from "./measure.ts";
import { betterOf, type OfWhat, quantityOf } from "./quantities.ts";

export const metricInvalid: ErrorConstructor<{ readonly word: string; readonly what: string; readonly got: string }> =
  defineError("objective.metric-invalid", {
    headline: "A metric that cannot be used",
    message: ({ word, what, got }: { readonly word: string; readonly what: string; readonly got: string }) =>
      `\`${word}\` takes ${what}. Got ${got}.`,
  });

/** Whether a metric averages over units (entities), or over decisions. */
export interface Per {
  readonly per?: "unit" | "decision";
}

/** A measure as the words below give it. Throws `objective.metric-invalid`. */
export function measuredBy<Name extends string>(measure: Measure<Name>, of: Quantity<Name>): Measured<Name> {
  return Object.freeze({ measure: Object.freeze(measure), direction: betterOf(of) });
}

/**
 * The share of units (entities) in which it happened at least once; of decisions, with `{ per: "decision" }`.
 *
 * @example share("clicked")
 */
export function share<const Name extends string = never>(
  what: OfWhat<Name>,
  { per = "unit" }: Per = {},
): Measured<Name> {
  const of = quantityOf<Name>(requireQuantity("share", what));
  return measuredBy({ measure: "share", of, per: requirePer("share", per) }, of);
}

/**
 * The sum of a unit's decisions, averaged over units (entities); averaged over decisions, with `{ per: "decision" }`.
 *
 * @example mean("minutes"), mean(of.money)
 */
export function mean<const Name extends string = never>(
  what: OfWhat<Name>,
  { per = "unit" }: Per = {},
): Measured<Name> {
  const of = quantityOf<Name>(requireQuantity("mean", what));
  return measuredBy({ measure: "mean", of, per: requirePer("mean", per) }, of);
}

/**
 * One sum over another.
 *
 * @example ratio("minutes", of.decisions)
 */
export function ratio<const Name extends string = never>(what: OfWhat<Name>, over: OfWhat<Name>): Measured<Name> {
  const of = quantityOf<Name>(requireQuantity("ratio", what));
  return measuredBy({ measure: "ratio", of, over: quantityOf<Name>(requireQuantity("ratio", over)) }, of);
}

/**
 * The value that a share `q` of the decisions stays below.
 *
 * @example quantile(of.latency, 0.99)
 */
export function quantile<const Name extends string = never>(what: OfWhat<Name>, q: number): Measured<Name> {
  const of = quantityOf<Name>(requireQuantity("quantile", what));
  if (!(q > 0 && q < 1)) throw metricInvalid({ word: "quantile", what: "a share between 0 and 1", got: String(q) });
  return measuredBy({ measure: "quantile", of, q }, of);
}

function requireQuantity<W>(word: string, what: W): W {
  const isQuantity =
    typeof what === "string" ||
    (typeof what === "object" && what !== null && typeof (what as { quantity?: unknown }).quantity === "string");
  if (isQuantity) return what;
  const wanted = "the name of an outcome, or a quantity such as `of.money`";
  throw metricInvalid({ word, what: wanted, got: typeof what === "function" ? "a function" : String(what) });
}

function requirePer(word: string, per: "unit" | "decision"): "unit" | "decision" {
  if (per === "unit" || per === "decision") return per;
  throw metricInvalid({ word, what: 'a `per` of "unit" or "decision"', got: String(per) });
}
