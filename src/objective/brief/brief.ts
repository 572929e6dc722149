import type { AssumptionCheck } from "./assumption-check.ts";

/** For whom the same findings are worded differently. */
export type View = "executive" | "data scientist" | "operator" | "end user" | "IT";

/** Someone whom the decisions concern, by role: no names of people. */
export interface Stakeholder {
  readonly role: string;
  readonly view: View;
  readonly goals: readonly string[];
  readonly pains?: readonly string[];
  /** How they would tell that it worked. */
  readonly success?: readonly string[];
  /** What they decide with it. */
  readonly decides?: string;
}

/** How the decisions are taken today. */
export interface ExistingProcess {
  readonly today: string;
  readonly limits: readonly string[];
  /** Money a year, where somebody knows. */
  readonly costPerYear?: number;
}

/** What follows from a wrong result. */
export interface Consequence {
  /** `miss`: not acted on where it was needed; `false alarm`: acted on where it was not. */
  readonly of: "miss" | "false alarm" | "wrong answer" | "no answer";
  readonly follows: string;
  readonly severity: "low" | "medium" | "high";
}

export interface Risk {
  readonly risk: string;
  /** What is done about it. */
  readonly answer: string;
}

/** What is taken for granted, and how it is checked. `Field` and `Outcome`: the names that it may speak of. */
export interface Assumption<Field extends string = string, Outcome extends string = string> {
  readonly statement: string;
  /** Who assumes it, by role. */
  readonly by?: string;
  readonly check: AssumptionCheck<Field, Outcome>;
}

/** A benefit that is not counted in money. */
export interface Benefit {
  readonly benefit: string;
  /** The watched metric that follows it. Absent: nothing does, and reports say so. */
  readonly tracked?: string;
}

/** What is agreed before anything is built: who is concerned, how it is done today, what may go wrong, what is assumed. */
export interface Brief<Field extends string = string, Outcome extends string = string> {
  readonly stakeholders?: readonly Stakeholder[];
  readonly process?: ExistingProcess;
  readonly ifWrong?: readonly Consequence[];
  readonly risks?: readonly Risk[];
  readonly assumptions?: readonly Assumption<Field, Outcome>[];
  readonly benefits?: readonly Benefit[];
}
