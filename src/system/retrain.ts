import type { Duration } from "../kernel/index.ts";
import { deepFrozen } from "./frozen.ts";

/** What starts a retraining. */
export type Trigger =
  | { readonly on: "schedule"; readonly every: string }
  /** So many new outcomes, as a share of the rows that were learned from, or as a number. */
  | { readonly on: "data"; readonly share?: number; readonly rows?: number }
  /** Kinds of alarms: `input.shifted`, or `input.*` for all that begin so. */
  | { readonly on: "alarm"; readonly kinds: readonly string[] }
  /** A head that does worse than it did when it was judged. Empty: any. */
  | { readonly on: "quality"; readonly heads: readonly string[] }
  | { readonly on: "value" }
  | { readonly on: "objective" }
  | { readonly on: "requirement" };

/** The steps from a trigger to a champion, in order. */
export const LOOP_STAGES = ["snapshot", "train", "gate", "shadow", "canary", "test", "champion"] as const;
export type LoopStage = (typeof LOOP_STAGES)[number];

/**
 * What a candidate is proven by before it is the champion. `experiment`: an A/B test against what is served. `holdback`: it
 * serves everybody but a small part, which keeps what was served, and both are compared. `skip`: nothing.
 */
export type Proof = "experiment" | "holdback" | "skip";

/** How a system retrains itself. */
export interface Retrain {
  readonly when: readonly Trigger[];
  /** From the end of one loop to the next, at least. */
  readonly coolDown: string;
  /** Loops in thirty days, and minutes that one training may take. */
  readonly budget: { readonly perMonth: number; readonly minutes: number };
  /** Who has to say yes, and before which step. Absent: nobody. */
  readonly approval?: { readonly by: readonly string[]; readonly before: LoopStage };
  /** On which share of the decisions the candidate is asked beside what is served, and for how many at least; 0 leaves it out. */
  readonly shadow: { readonly share: number; readonly least: number };
  /** The parts of the entities, step by step; how long each lasts, and how many decisions it makes, at least. */
  readonly canary: { readonly ramp: readonly number[]; readonly dwell: string; readonly least: number };
  /** Of those in the test, the part that gets the candidate; how long it may last before it counts as undecided. */
  readonly test: { readonly share: number; readonly longest: string };
  readonly prove: Proof;
  /** Whether heads whose calibration alone may be off first get another calibration, and are trained where that is not enough. */
  readonly recalibrate: boolean;
}

/** How retraining may be declared; what is left out has its default. */
export interface RetrainOptions {
  /** Default: every thirty days, a fifth more data, alarms of inputs, scores and labels that have shifted, of concept, quality and value, another objective, and what it requires. */
  readonly when?: readonly Trigger[];
  /** Default "1d". */
  readonly coolDown?: Duration;
  /** Default four loops a month of thirty minutes each. */
  readonly budget?: Partial<Retrain["budget"]>;
  /** `by`: default those whom the objective lets approve. Where the objective says `regulated`, somebody must: before the canary. */
  readonly approval?: { readonly by?: readonly string[]; readonly before: LoopStage };
  /** Default a tenth of the decisions, until 200. */
  readonly shadow?: Partial<Retrain["shadow"]>;
  /** Default 1 %, 5 % and 25 %, each for ten minutes and 500 decisions. */
  readonly canary?: { readonly ramp?: readonly number[]; readonly dwell?: Duration; readonly least?: number };
  /** Default half of the entities, at most thirty days. */
  readonly test?: { readonly share?: number; readonly longest?: Duration };
  /** Default "experiment". "skip" needs the objective's leave: `unproven: "allowed"`. */
  readonly prove?: Proof;
  /** Default true. */
  readonly recalibrate?: boolean;
}

/** So often, whatever else happens. @example every("7d") */
export function every(duration: Duration): Trigger {
  return Object.freeze({ on: "schedule", every: duration });
}

/** Once so much has been learned: outcomes since the last training, as a share of its rows, or as a number. */
export function newData(much: { readonly share: number } | { readonly rows: number }): Trigger {
  return Object.freeze({ on: "data", ...much });
}

/** When a monitor raises one of these alarms. @example onAlarm(["input.shifted", "concept.*"]) */
export function onAlarm(kinds: readonly string[]): Trigger {
  return deepFrozen({ on: "alarm", kinds });
}

/** When a head does worse, live, than it did when it was judged. Default: any head. */
export function onQuality(...heads: readonly string[]): Trigger {
  return deepFrozen({ on: "quality", heads });
}

/** When decisions earn less than the objective wants or the gate promised. */
export function onValue(): Trigger {
  return Object.freeze({ on: "value" });
}

/** When the objective is another than the one that was trained for: its prices, its outcomes, what may be acted on. */
export function onObjective(): Trigger {
  return Object.freeze({ on: "objective" });
}

/** When the objective's `requirements.retrain` says that the model is too old. */
export function onRequirement(): Trigger {
  return Object.freeze({ on: "requirement" });
}

/** What makes a system retrain where its file does not say. What is broken (a unit, a sensor, a feed) is to be mended, not learned. */
export const USUAL_TRIGGERS: readonly Trigger[] = deepFrozen([
  every("30d"),
  newData({ share: 0.2 }),
  onAlarm(["input.shifted", "score.shifted", "label.shifted", "concept.*"]),
  onQuality(),
  onValue(),
  onObjective(),
  onRequirement(),
]);

/** Who is asked where nobody is named. */
interface Asked {
  readonly approves: readonly string[];
  readonly isRegulated: boolean;
}

/** A declaration with all that was left out. */
export function settleRetrain(declared: RetrainOptions, { approves, isRegulated }: Asked): Retrain {
  const { when = USUAL_TRIGGERS, coolDown = "1d", budget, shadow, canary, test, prove = "experiment" } = declared;
  const approval = declared.approval ?? (isRegulated ? { before: "canary" as const } : undefined);
  return deepFrozen({
    when: [...when],
    coolDown,
    budget: { perMonth: 4, minutes: 30, ...budget },
    ...(approval === undefined ? {} : { approval: { by: approval.by ?? approves, before: approval.before } }),
    shadow: { share: 0.1, least: 200, ...shadow },
    canary: { ramp: [0.01, 0.05, 0.25], dwell: "10m", least: 500, ...canary },
    test: { share: 0.5, longest: "30d", ...test },
    prove,
    recalibrate: declared.recalibrate ?? true,
  });
}
