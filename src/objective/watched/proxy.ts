import { metricInvalid } from "./measures.ts";
import type { StandIn } from "./watched-metric.ts";

/** What is believed of a proxy. */
export interface Believed {
  /** Money that one unit of it is taken to bring. */
  readonly worth: number;
  /** The range of that which one would not be surprised by. */
  readonly range: readonly [low: number, high: number];
  /** Why it should move the metric. */
  readonly because: string;
  /** Default "assumed". */
  readonly basis?: StandIn["basis"];
}

/**
 * A watched metric, or an outcome, that stands in for the objective's metric while that cannot be seen itself.
 *
 * @example proxy("clicked", { worth: 0.04, range: [0.01, 0.1], because: "two in a hundred clicks become a subscription" })
 */
export function proxy(of: string, { worth, range, because, basis = "assumed" }: Believed): StandIn {
  const [low, high] = Array.isArray(range) ? range : [];
  const isInside = [worth, low, high].every(Number.isFinite) && Number(low) <= worth && worth <= Number(high);
  if (!isInside)
    throw metricInvalid({
      word: "proxy",
      what: "a `worth` inside its `range`, as in `{ worth: 0.04, range: [0.01, 0.1], because: … }`",
      got: `${worth}, [${[low, high].join(", ")}]`,
    });
  return Object.freeze({
    of,
    because,
    worth: Object.freeze({ value: worth, range: Object.freeze([...range]) }),
    basis,
  }) as StandIn;
}
