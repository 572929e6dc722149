import type { Instant } from "../../kernel/index.ts";
import type { LoopStage } from "../../system/index.ts";
import type { TakenAs } from "../taken-as.ts";

/**
 * How a loop ends. `refused`: a gate or a check said no. `insufficient`: there was too little to tell, and what served stays. `rolled-back`: traffic spoke against it. `fell-back`: what was
 * served is worse than the rule, which serves now. `superseded`: somebody else changed what is served. `stopped`: by a person.
 */
export type LoopEnd =
  | "champion"
  | "unproven"
  | "refused"
  | "insufficient"
  | "rolled-back"
  | "fell-back"
  | "superseded"
  | "stopped"
  | "failed";

/** What the steps have made so far: ids, by which the next ones go on. */
export interface LoopFacts {
  readonly snapshot?: string;
  readonly run?: string;
  /** Model ids. */
  readonly models?: readonly string[];
  /** Whether the candidate has another calibration alone, or was trained. */
  readonly learned?: "recalibrated" | "trained";
  /** Whether all that was learned had been learned before it began, as where the data have not changed. Absent: no. */
  readonly isKnown?: boolean;
  /** Where it was trained though it was to be recalibrated: why. */
  readonly instead?: string;
  /** The same as a code: the reason of a recalibration that cannot be, or `gate-refuse`, `gate-insufficient`. */
  readonly insteadCode?: string;
  readonly release?: string;
  /** What served when the candidate met its first traffic: what a test compares with, and where a failure returns. */
  readonly champion?: string;
  /** Version of the traffic plan that the loop made last. */
  readonly plan?: number;
  readonly experiment?: string;
  /** What it serves as once it serves everybody. */
  readonly purpose?: "champion" | "unproven";
}

/** What a loop does about what it began for, and why so. */
export type Repair =
  | { readonly kind: "train"; readonly why: string }
  /** These heads keep their models and learn another calibration; where that is not enough, all are trained after all. */
  | {
      readonly kind: "recalibrate";
      readonly heads: readonly string[];
      /** When what was raised began, as far as its evidence goes back. */
      readonly since?: Instant;
      readonly why: string;
    };

/** A line of what a loop did; each is in the system's history once. */
export interface LoopLine {
  /** `retrain.begun`, `retrain.train`, `retrain.ended` … */
  readonly what: string;
  readonly at: Instant;
  readonly says: string;
}

/** One pass from a trigger to a champion, or to whatever ended it. */
export interface Loop {
  /** 1, 2, 3 … within the system. */
  readonly number: number;
  /** Why it began, in sentences. */
  readonly why: readonly string[];
  /** `alidade`, or who asked for it. */
  readonly by: string;
  /** What it does about that. Absent: it trains. */
  readonly repair?: Repair;
  readonly beganAt: Instant;
  readonly stage: LoopStage;
  readonly stageAt: Instant;
  /** Whether what the stage makes was made, so that it is only looked after. */
  readonly made: boolean;
  /** When the stage first set about making it; null before. */
  readonly intendedAt: Instant | null;
  /** How often somebody took the loop into his hands: whoever is overtaken writes no more. */
  readonly turn: number;
  /** How often the stage set about making it: each time that it did not come to an end, its process was lost. */
  readonly begun: number;
  /** How often the stage has failed, and why the last time. */
  readonly tries: number;
  readonly trouble: string | null;
  /** Whose word the stage waits for; null where it waits for nobody. */
  readonly asks: readonly string[] | null;
  readonly approved: { readonly stage: LoopStage; readonly by: string; readonly at: Instant } | null;
  /** What it waits for or did last, for whoever looks. */
  readonly says: string;
  readonly facts: LoopFacts;
  readonly lines: readonly LoopLine[];
  /** How many of the lines stand in the history. */
  readonly told: number;
  readonly end: { readonly kind: LoopEnd; readonly at: Instant; readonly why: string } | null;
}

/** What is kept of a system's loops: the last one whole, the earlier ones in the history. */
export interface LoopBook {
  readonly v: 1;
  readonly system: string;
  readonly loop: Loop | null;
  /** When loops of the last thirty days began, but for those that failed. */
  readonly begun: readonly Instant[];
  /** Those of them that trained nothing: what they served was recalibrated. Absent: none. */
  readonly recalibrated?: readonly Instant[];
  /** Those of them that learned nothing new, and ended with that: they are no part of the month's budget. Absent: none. */
  readonly learnedNothing?: readonly Instant[];
  /** Loops that failed in a row. */
  readonly failures: number;
  /** Why nothing begins by itself any more; null while it does. */
  readonly stopped: { readonly at: Instant; readonly why: string } | null;
  /** What of it, and of alarms, lay in the future when the clock had been set back, and as what it is taken. Absent: nothing. */
  readonly takenAs?: TakenAs;
}

/** Milliseconds in which `budget.perMonth` counts. */
export const MONTH: number = 30 * 86_400_000;

/** A system that never had a loop. */
export function emptyBook(system: string): LoopBook {
  return { v: 1, system, loop: null, begun: [], failures: 0, stopped: null };
}

/** When the loops began that are part of the budget of the thirty days before `now`; what a clock that was ahead began stays spent. */
export function spentOf({ begun, learnedNothing = [] }: LoopBook, now: Instant): readonly Instant[] {
  return begun.filter((at) => at > now - MONTH && !learnedNothing.includes(at));
}

/** The loop that is under way. */
export function underWay({ loop }: LoopBook): Loop | undefined {
  return loop !== null && loop.end === null ? loop : undefined;
}

/** What the effects of a loop's stage are found by: it stands in plans, runs and experiments, and is the same at every try. */
export function markOf(system: string, { number, stage }: Pick<Loop, "number" | "stage">): string {
  return `[${system} loop ${number} ${stage}]`;
}
