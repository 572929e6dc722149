import { hashUniform } from "../../kernel/index.ts";
import { isTreatedAt, type StepClock, stepAt } from "../designs/stepped.ts";
import { blockAt, type SwitchbackClock } from "../designs/switchback.ts";
import { type ArmShare, assign } from "./assign.ts";
import { namespaceSalt } from "./namespaces.ts";

/** What the assignment needs to know of an experiment of the traffic plan. */
export interface PlannedExperiment {
  readonly name: string;
  readonly namespace: string;
  /** The part [from, to) of the namespace that takes part. */
  readonly from: number;
  readonly to: number;
  /** Splits its entities among its arms, independently of every other experiment. */
  readonly salt: string;
  /** The arm that the others are compared with. */
  readonly control: string;
  /** How time is cut, where the arms take turns. */
  readonly switchback?: SwitchbackClock;
  /** How the treatment grows, where everybody gets there in the end. */
  readonly stepped?: StepClock;
}

/** An allocation of the traffic plan, as far as the assignment needs it. */
export interface PlannedAllocation extends ArmShare {
  readonly purpose: string;
  readonly experiment?: string;
}

/** What assigns entities: the traffic plan. Without experiments of their own it is one line of adjoining arms. */
export interface AssigningPlan {
  readonly salt: string;
  readonly allocations: readonly PlannedAllocation[];
  readonly experiments?: readonly PlannedExperiment[];
}

/** Whom a plan assigns, and when: time matters to arms that take turns or grow. */
export interface Assigned {
  readonly entity: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * The arm of an entity in a traffic plan, in three steps, each sticky by itself: whether it is in the system's holdback, by
 * the plan's salt; which experiment it is in, by its place on the namespace's line; which of the arms, by the experiment's
 * salt. So an experiment that begins or ends moves nobody else: not the holdback, and no other experiment's entities.
 */
export function assignInPlan(plan: AssigningPlan, { entity, at }: Assigned): string {
  const { salt, allocations, experiments = [] } = plan;
  // An arm by itself takes everybody: so one asks what an entity would get in it.
  if (experiments.length === 0 || allocations.length === 1) return assign({ salt, entity, shares: allocations });
  const layout = layoutOf(plan);
  const home = assign({ salt, entity, shares: layout.base });
  if (layout.apart.has(home)) return home;
  const place = hashUniform(`${layout.line}\u0000${entity}`);
  const found = experiments.find(({ from, to }) => from <= place && place < to);
  return found === undefined ? home : armIn(found, { entity, at, arms: layout.arms.get(found.name) ?? [] });
}

/** The arm of a member of an experiment: by lot, by the time, or by lot and time. */
function armIn(
  { salt, control, switchback, stepped }: PlannedExperiment,
  { entity, at, arms }: Assigned & { readonly arms: readonly ArmShare[] },
): string {
  if (switchback !== undefined) return blockAt(switchback, { salt, at, arms: arms.map(({ arm }) => arm) }).arm;
  if (stepped === undefined) return assign({ salt, entity, shares: arms });
  const treatment = arms.find(({ arm }) => arm !== control)?.arm ?? control;
  return isTreatedAt(stepped, { salt, entity, step: stepAt(stepped, at) }) ? treatment : control;
}

/** A plan's parts. A plan is immutable, and a decision must not reckon with it again. */
interface Layout {
  /** Who is outside of every experiment, and who is held back: shares add up to 1. */
  readonly base: readonly ArmShare[];
  /** Arms that no experiment reaches. */
  readonly apart: ReadonlySet<string>;
  /** What entities lie on the namespace's line by: the experiments of one plan are in one namespace. */
  readonly line: string;
  /** By experiment: its arms, whose shares add up to 1. */
  readonly arms: ReadonlyMap<string, readonly ArmShare[]>;
}

const layouts = new WeakMap<AssigningPlan, Layout>();

function layoutOf(plan: AssigningPlan): Layout {
  const known = layouts.get(plan);
  if (known !== undefined) return known;
  const { allocations, experiments = [] } = plan;
  const names = new Set(experiments.map(({ name }) => name));
  const isIn = ({ experiment }: PlannedAllocation): boolean => experiment !== undefined && names.has(experiment);
  const outside = allocations.filter((one) => !isIn(one));
  const held = outside.filter(({ purpose }) => purpose === "holdback");
  const rest = outside.filter(({ purpose }) => purpose !== "holdback");
  // Where experiments take everybody, who is not held back has no arm but theirs; the place keeps the holdback where it was.
  const open = rest.length === 0 ? [{ arm: NOBODY, share: 1 }] : rest;
  const layout: Layout = {
    base: [...scaled(open, 1 - sum(held)), ...held],
    apart: new Set(held.map(({ arm }) => arm)),
    line: namespaceSalt(experiments[0]?.namespace ?? ""),
    arms: new Map(
      [...names].map((name) => [
        name,
        scaled(
          allocations.filter((one) => one.experiment === name),
          1,
        ),
      ]),
    ),
  };
  layouts.set(plan, layout);
  return layout;
}

/** Not the name of an arm: no arm's name is empty. */
const NOBODY = "";

/** The same arms with shares that add up to `whole`. */
function scaled(arms: readonly ArmShare[], whole: number): readonly ArmShare[] {
  const total = sum(arms);
  return arms.map(({ arm, share }) => ({ arm, share: (share / total) * whole }));
}

function sum(arms: readonly ArmShare[]): number {
  return arms.reduce((total, { share }) => total + share, 0);
}
