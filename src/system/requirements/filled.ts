import { type Guardrail, latency, type Objective, type Requirements } from "../../objective/index.ts";

/** What the requirements set because the file left it open. */
export interface Filled {
  readonly word: keyof Requirements;
  /** Path of the property, as in `objective.transparency`. */
  readonly where: string;
  /** How it would be written in the file. */
  readonly value: string;
}

/** The parts of a system file that requirements set where they are left out. */
export interface Fillable {
  readonly objective: {
    readonly guardrails?: readonly Guardrail[];
    readonly transparency?: Objective["transparency"];
    readonly requirements?: Requirements;
  };
  readonly outside?: "flag" | "fallback";
}

export interface Settled {
  readonly guardrails: readonly Guardrail[];
  readonly transparency: Objective["transparency"];
  readonly outside?: "flag" | "fallback";
  readonly filled: readonly Filled[];
}

/**
 * Sets what is left open: under `realTime` a guardrail of its latency, under `regulated` decisions that can be explained, and
 * the fallback for inputs far outside of what was learned from. What the file says stays as it is.
 */
export function settleRequired({ objective, outside }: Fillable): Settled {
  const { guardrails = [], transparency, requirements: { regulated, realTime } = {} } = objective;
  const filled: Filled[] = [];
  const fill = (one: Filled): void => void filled.push(Object.freeze(one));
  const isLimited = guardrails.some(({ guardrail }) => guardrail === "latency");
  if (realTime !== undefined && !isLimited)
    fill({ word: "realTime", where: "objective.guardrails", value: `[latency({ p99Ms: ${realTime.p99Ms} })]` });
  if (regulated !== undefined && transparency === undefined)
    fill({ word: "regulated", where: "objective.transparency", value: '"explainable"' });
  if (regulated !== undefined && outside === undefined)
    fill({ word: "regulated", where: "outside", value: '"fallback"' });
  const far = outside ?? (regulated === undefined ? undefined : "fallback");
  return {
    guardrails: realTime === undefined || isLimited ? guardrails : [...guardrails, latency({ p99Ms: realTime.p99Ms })],
    transparency: transparency ?? (regulated === undefined ? "any" : "explainable"),
    ...(far === undefined ? {} : { outside: far }),
    filled,
  };
}
