import { hashBytes } from "../kernel/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Allocation } from "./allocations.ts";
import type { ExperimentTerms } from "./experiment-terms.ts";
import type { TrafficPlan } from "./traffic.ts";

/** An arm of an experiment, as it is asked for. */
export interface ComparedArm extends Pick<Allocation, "arm" | "release" | "delayMs" | "beside"> {
  /** Its part of those who take part; those of all arms add up to 1. */
  readonly share: number;
  /** `holdback` for an arm that is never acted on. Default: `experiment`. */
  readonly purpose?: Allocation["purpose"];
}

/** Releases that are to be compared, and with whom. */
export interface Comparison {
  readonly terms: ExperimentTerms;
  /** At least one; two or more, unless both share every decision. */
  readonly arms: readonly ComparedArm[];
}

/** What the next traffic plan says of who gets what. */
export type Planned = Required<Pick<TrafficPlan, "allocations" | "experiments">>;

/**
 * Who gets what once another experiment begins beside those that run. The holdback stays as it is, and so does everybody
 * who does not take part: `rest` serves them.
 */
export function experimentPlan(
  system: Pick<SystemDefinition, "holdback">,
  before: Pick<TrafficPlan, "allocations" | "experiments"> | undefined,
  { comparison, rest }: { readonly comparison: Comparison; readonly rest: Allocation },
): Planned {
  const running = before === undefined ? [] : runningIn(before);
  return compose(system, rest, [...running, comparison]);
}

/** Who gets what once an experiment has ended and the others go on. */
export function planWithout(
  system: Pick<SystemDefinition, "holdback">,
  before: Pick<TrafficPlan, "allocations" | "experiments">,
  { name, rest }: { readonly name: string; readonly rest: Allocation },
): Planned {
  return compose(
    system,
    rest,
    runningIn(before).filter(({ terms }) => terms.name !== name),
  );
}

/** What serves those whom no experiment takes, as it stands in a plan; undefined where experiments take everybody. */
export function restOf({ allocations }: Pick<TrafficPlan, "allocations">): Allocation | undefined {
  return allocations.find(({ purpose }) => purpose === "champion" || purpose === "unproven");
}

function runningIn({
  allocations,
  experiments = [],
}: Pick<TrafficPlan, "allocations" | "experiments">): readonly Comparison[] {
  return experiments.map((terms) => {
    const arms = allocations.filter(({ experiment }) => experiment === terms.name);
    const whole = arms.reduce((sum, { share }) => sum + share, 0);
    return { terms, arms: arms.map((one) => ({ ...one, share: one.share / whole })) };
  });
}

/** Everybody else first: what stands first in a plan is what a system serves. */
function compose(
  { holdback }: Pick<SystemDefinition, "holdback">,
  rest: Allocation,
  running: readonly Comparison[],
): Planned {
  const part = 1 - holdback;
  const taken = running.reduce((sum, { terms }) => sum + terms.to - terms.from, 0);
  const others = taken > 1 - 1e-9 ? [] : [{ ...rest, share: part * (1 - taken) }];
  const arms = running.flatMap(({ terms, arms }) =>
    arms.map(
      ({ share, purpose = "experiment", ...arm }): Allocation => ({
        ...arm,
        share: part * (terms.to - terms.from) * share,
        purpose,
        experiment: terms.name,
      }),
    ),
  );
  const held: readonly Allocation[] =
    holdback === 0 ? [] : [{ arm: "holdback", release: rest.release, share: holdback, purpose: "holdback" }];
  return { allocations: [...others, ...arms, ...held], experiments: running.map(({ terms }) => terms) };
}

/** Each experiment splits the entities anew, so that it inherits nothing from the one before. */
export function experimentSalt(system: string, name: string): string {
  return hashBytes(`experiment/${system}/${name}`).slice(0, 16);
}
