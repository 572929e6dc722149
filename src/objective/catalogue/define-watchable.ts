import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Measured } from "../watched/measure.ts";
import type { MetricFacts } from "./metric-facts.ts";

interface Refused {
  readonly word: string;
  readonly what: string;
  readonly got: string;
}

export const argumentInvalid: ErrorConstructor<Refused> = defineError("objective.metric-argument-invalid", {
  headline: "A metric of the catalogue that lacks something",
  message: ({ word, what, got }: Refused) => `\`${word}\` takes ${what}. Got ${got}.`,
  hint: ({ word }: Refused) => `\`alidade metrics ${word}\` shows what it is and how it is written.`,
});

type Maker = (...given: never[]) => Measured;

/**
 * A metric that a system file can watch: called with what it is of, it gives what is measured; and it carries what the
 * catalogue knows of it.
 */
export type Watchable<Make extends Maker> = Make & MetricFacts;

interface WatchableDefinition<Make extends Maker> extends MetricFacts {
  /** How it is measured, from what the file says. */
  readonly measure: (...given: Parameters<Make>) => Measured["measure"];
}

/** Declares a metric that can be watched. One file in `objective/catalogue`, one call. */
export function defineWatchable<Make extends Maker>({ measure, ...facts }: WatchableDefinition<Make>): Watchable<Make> {
  const { name, direction } = facts;
  const make = (...given: Parameters<Make>): Measured =>
    Object.freeze({ metric: name, measure: Object.freeze(measure(...given)), direction });
  // A function's own name can be defined anew, but not assigned.
  Object.defineProperty(make, "name", { value: name, enumerable: true });
  const { name: _, ...rest } = facts;
  return Object.freeze(Object.assign(make, rest)) as unknown as Watchable<Make>;
}

/** Declares a metric that is measured elsewhere than in decisions, and so cannot be watched by a system file. */
export function defineMetricFacts(facts: MetricFacts): MetricFacts {
  return Object.freeze(facts);
}

/** The name of an outcome, or a refusal in words. Throws `objective.metric-argument-invalid`. */
export function outcomeNamed<Name extends string>(word: string, outcome: Name): Name {
  if (typeof outcome === "string" && outcome !== "") return outcome;
  throw argumentInvalid({ word, what: `the name of a declared outcome, such as "bought"`, got: String(outcome) });
}

/** A number within bounds, or a refusal in words. Throws `objective.metric-argument-invalid`. */
export function numberWithin(
  word: string,
  value: number,
  { what, holds }: { readonly what: string; readonly holds: (value: number) => boolean },
): number {
  if (typeof value === "number" && Number.isFinite(value) && holds(value)) return value;
  throw argumentInvalid({ word, what, got: String(value) });
}

/** Amounts by action, all finite, or a refusal in words. Throws `objective.metric-argument-invalid`. */
export function amountsByAction(
  word: string,
  perAction: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const amounts = typeof perAction === "object" && perAction !== null ? Object.values(perAction) : [];
  if (amounts.length > 0 && amounts.every((amount) => Number.isFinite(amount))) return Object.freeze({ ...perAction });
  throw argumentInvalid({
    word,
    what: "an amount for each action, such as `{ call: 12 }`",
    got: JSON.stringify(perAction) ?? "nothing",
  });
}
