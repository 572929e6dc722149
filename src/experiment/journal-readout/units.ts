import type { Instant } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";

export type LabelValue = boolean | number | string;

/** What is known of a decision's outcome. Late: it happened after the attribution window, and `value` leaves it out. */
export type Label =
  | { readonly state: "known"; readonly value: LabelValue; readonly late?: boolean }
  | { readonly state: "pending" };

/** Everything that one unit did in an experiment, summed. The mathematics sees these and no decision. */
export interface UnitObservation {
  readonly arm: string;
  /** The entity. */
  readonly unit: string;
  /** When it was first decided for, milliseconds since 1970; for checks on traffic. */
  readonly entered?: Instant;
  readonly decisions: number;
  /** Of the decisions whose money is known. */
  readonly money: number;
  /** Whether that is all of them. */
  readonly moneyComplete: boolean;
  readonly acted: number;
  /** Labels by their state, `known + pending = decisions`; `late` of the known ones. */
  readonly known: number;
  readonly pending: number;
  readonly late: number;
  /** Known labels that are `true`. */
  readonly positive: number;
}

/** The units of an experiment, and what was noticed on the way. */
export interface CollectedUnits {
  readonly experiment: string;
  readonly units: readonly UnitObservation[];
  /** The releases that each arm served. More than one means that an arm changed while the experiment ran. */
  readonly releases: ReadonlyMap<string, readonly string[]>;
  /** Units that met more than one arm. They count where they were first. */
  readonly crossed: number;
  /** Decisions of this experiment that were left out, by reason. */
  readonly leftOut: { readonly ineligible: number; readonly anonymous: number; readonly immature: number };
}

export interface CollectRequest {
  readonly experiment: string;
  /** Any decisions, in order of time; only eligible ones of this experiment that have a subject count. */
  readonly decisions: Iterable<DecisionRecord>;
  label(decision: DecisionRecord): Label;
  /** What a decision brought; `value` is null while the label is pending. Null: cannot be said yet. */
  money(decision: DecisionRecord, value: LabelValue | null): number | null;
  /**
   * Decisions made at or after this time (milliseconds since 1970) are left out. Give it `now − attribution window`:
   * good news travels first, so money counted before the window has closed flatters the arm that acts more.
   * Default: none is left out.
   */
  readonly matureBefore?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function empty({ body, subject = "", at }: DecisionRecord): Mutable<UnitObservation> {
  const counts = { decisions: 0, money: 0, acted: 0, known: 0, pending: 0, late: 0, positive: 0 };
  return { arm: body.arm, unit: subject, entered: at, moneyComplete: true, ...counts };
}

function addLabel(sum: Mutable<UnitObservation>, label: Label): void {
  if (label.state === "pending") {
    sum.pending++;
    return;
  }
  sum.known++;
  if (label.late === true) sum.late++;
  if (label.value === true) sum.positive++;
}

function addDecision(sum: Mutable<UnitObservation>, decision: DecisionRecord, request: CollectRequest): void {
  const label = request.label(decision);
  const money = request.money(decision, label.state === "known" ? label.value : null);
  sum.decisions++;
  if (decision.body.acted) sum.acted++;
  if (money === null) sum.moneyComplete = false;
  else sum.money += money;
  addLabel(sum, label);
}

/** Why a decision of an experiment is left out. */
export type LeftOut = keyof CollectedUnits["leftOut"];

/** Why a decision of an experiment does not count; undefined where it does. */
export function whyLeftOut({ body, subject, at }: DecisionRecord, matureBefore: number): LeftOut | undefined {
  if (!body.eligible) return "ineligible";
  if (subject === undefined) return "anonymous";
  return at >= matureBefore ? "immature" : undefined;
}

/** Sums the journal's decisions into units, one per entity. An entity that met two arms stays in its first. */
export function collectUnits(request: CollectRequest): CollectedUnits {
  const { experiment, decisions, matureBefore = Infinity } = request;
  const units = new Map<string, Mutable<UnitObservation>>();
  const releases = new Map<string, readonly string[]>();
  const crossed = new Set<string>();
  const leftOut = { ineligible: 0, anonymous: 0, immature: 0 };
  for (const decision of decisions) {
    const { body, subject = "" } = decision;
    if (body.experiment !== experiment) continue;
    const why = whyLeftOut(decision, matureBefore);
    if (why !== undefined) {
      leftOut[why]++;
      continue;
    }
    const served = releases.get(body.arm) ?? [];
    if (!served.includes(body.release)) releases.set(body.arm, [...served, body.release]);
    const sum = units.get(subject) ?? empty(decision);
    units.set(subject, sum);
    if (sum.arm !== body.arm) crossed.add(subject);
    addDecision(sum, decision, request);
  }
  return { experiment, units: [...units.values()], releases, crossed: crossed.size, leftOut };
}
