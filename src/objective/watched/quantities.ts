import type { Quantity } from "./measure.ts";

/** What a metric can be of, beside a declared outcome: `mean(of.money)`, `share(of.acted("call"))`. */
export const of: {
  readonly money: Quantity<never>;
  readonly decisions: Quantity<never>;
  readonly latency: Quantity<never>;
  readonly fallback: Quantity<never>;
  readonly failed: Quantity<never>;
  readonly explained: Quantity<never>;
  readonly cost: Quantity<never>;
  /** Decisions that acted; of one action, where it is named. */
  acted(action?: string): Quantity<never>;
} = Object.freeze({
  money: Object.freeze({ quantity: "money" }),
  decisions: Object.freeze({ quantity: "decisions" }),
  latency: Object.freeze({ quantity: "latency" }),
  fallback: Object.freeze({ quantity: "fallback" }),
  failed: Object.freeze({ quantity: "failed" }),
  explained: Object.freeze({ quantity: "explained" }),
  cost: Object.freeze({ quantity: "cost" }),
  acted: (action?: string): Quantity<never> =>
    Object.freeze({ quantity: "acted", ...(action === undefined ? {} : { action }) }),
});

/** The name of a declared outcome, or a quantity. */
export type OfWhat<Name extends string> = Name | Quantity<Name>;

/** A quantity from its name, when it is an outcome. */
export function quantityOf<Name extends string>(what: OfWhat<Name>): Quantity<Name> {
  return typeof what === "string" ? Object.freeze({ quantity: "outcome", outcome: what }) : what;
}

/** Which way is better for a quantity, as far as its kind can say. */
export function betterOf({ quantity }: Quantity): "increase" | "decrease" {
  return LESS_IS_BETTER.includes(quantity) ? "decrease" : "increase";
}

const LESS_IS_BETTER: readonly string[] = ["latency", "fallback", "failed", "cost", "wrong"];
