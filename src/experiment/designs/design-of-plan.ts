import { type Design, defineDesign } from "./design.ts";

/** What a design needs to know of an allocation of the traffic plan. */
export interface PlannedArm {
  readonly arm: string;
  readonly share: number;
  readonly experiment?: string;
}

export interface DesignChoice {
  /** Name of the experiment in the plan. */
  readonly experiment: string;
  /** Default: the arm `control`, else the first. */
  readonly control?: string | undefined;
  /** How many units were planned, all arms together. */
  readonly units?: number | undefined;
}

/**
 * The design that a traffic plan carries out: the arms of that experiment, with shares of its part of the traffic. Throws
 * what `defineDesign` throws; a plan without the experiment has too few arms.
 */
export function designOfPlan(allocations: readonly PlannedArm[], choice: DesignChoice): Design {
  const { experiment, units } = choice;
  const taking = allocations.filter((allocation) => allocation.experiment === experiment);
  const whole = taking.reduce((sum, { share }) => sum + share, 0);
  const arms = taking.map(({ arm, share }) => ({ arm, share: share / whole }));
  const first = arms.find(({ arm }) => arm === "control") ?? arms[0];
  return defineDesign({
    name: experiment,
    arms,
    unit: "entity",
    control: choice.control ?? first?.arm ?? "",
    ...(units === undefined ? {} : { planned: { units } }),
  });
}
