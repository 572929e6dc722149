import { fieldsOf, inputsOf } from "../features/index.ts";
import { type Change, counterfactual, type Model, scoreRow } from "../model/index.ts";
import { stakesOf } from "../objective/index.ts";
import { isActing, type SystemDefinition } from "../system/index.ts";
import { outputFor, type WhyCase, type WhyOptions } from "./why-case.ts";

/** Why no change was searched for, or none found. */
export type NoFlip =
  /** The file names no features that somebody can change. */
  | "nothing-actionable"
  /** A filter, being held back or a fallback decided: whatever the heads say, it stays so. */
  | "settled"
  /** The rule decides; it has no score that could be moved. */
  | "no-head"
  /** Several heads are combined, and a change is searched for in one. */
  | "several-heads"
  /** What follows from the output is no yes or no: ask with a threshold. */
  | "no-threshold"
  /** Changes are searched for in forests alone. */
  | "format"
  /** No change of up to three of the actionable features leads to another decision. */
  | "impossible"
  /** The search ended before it could tell. */
  | "not-found";

/** The cheapest change of what somebody can change, after which another decision would follow; or why there is none. */
export type Flip =
  | {
      readonly kind: "change";
      readonly head: string;
      readonly changes: readonly Change[];
      /** The head's output as it is and after the change, and what lies between them. */
      readonly from: number;
      readonly to: number;
      readonly threshold: number;
      /** The actions before and after; null where a threshold was asked about. */
      readonly actions: readonly [before: string, after: string] | null;
      /** `cheapest`: no cheaper change of up to two features does it. `found`: there may be a cheaper one. */
      readonly guarantee: "cheapest" | "found";
      /** Features that are computed from the same fields as a changed one, and were left as they are. */
      readonly entangled: readonly string[];
    }
  | { readonly kind: "none"; readonly why: NoFlip };

/** A head, and where what follows from it turns. */
interface Turn {
  readonly head: string;
  readonly model: Model;
  readonly threshold: number;
  readonly isActing: boolean;
}

/** Searches for the flip of a row. */
export function flipFor(asked: WhyCase, options: WhyOptions): Flip {
  const { system, features } = asked;
  const turn = turnOf(asked, options);
  if (typeof turn === "string") return { kind: "none", why: turn };
  const { head, model, threshold } = turn;
  const named = model.signature.features.map(({ name }) => name);
  const actionable = Object.entries(system.actionable ?? {}).filter(([name]) => named.includes(name));
  if (actionable.length === 0) return { kind: "none", why: "nothing-actionable" };
  const output = outputFor(model, scoreRow(model, features), options.label);
  const found = counterfactual(model, features, { threshold, actionable: Object.fromEntries(actionable), output });
  if (found.kind === "unexplained") return { kind: "none", why: "format" };
  if (found.kind === "no-change-found") return { kind: "none", why: found.reason };
  const { changes, from, to, guarantee } = found;
  const entangled = entangledWith(system, changes, named);
  const actions = turn.isActing ? actionsOf(system, from >= threshold) : null;
  return { kind: "change", head, changes, from, to, threshold, actions, guarantee, entangled };
}

/** Where the decision turns: at the policy's cutoff, in the unit of the one head that is weighed, or where one asks. */
function turnOf({ system, release, settled }: WhyCase, { threshold }: WhyOptions): Turn | NoFlip {
  const { models, weights, policy } = release;
  const heads = Object.keys(models);
  const [only] = heads;
  const model = only === undefined ? undefined : models[only];
  if (only === undefined || model === undefined) return "no-head";
  if (threshold !== undefined)
    return heads.length > 1 ? "several-heads" : { head: only, model, threshold, isActing: false };
  if (!isActing(system) || policy?.policy !== "act-if") return "no-threshold";
  if (settled.length > 0) return "settled";
  const weighed = heads.filter((head) => (weights[head] ?? 0) !== 0);
  const weight = weights[only] ?? 0;
  if (weighed.length > 1) return "several-heads";
  const cutoff = policy.heads.cutoff / weight;
  if (weighed[0] !== only || !(weight > 0) || !Number.isFinite(cutoff)) return "no-threshold";
  return { head: only, model, threshold: cutoff, isActing: true };
}

function actionsOf(system: SystemDefinition, acts: boolean): readonly [string, string] | null {
  if (!isActing(system)) return null;
  const { act, otherwise } = stakesOf(system.objective);
  return acts ? [act, otherwise] : [otherwise, act];
}

function entangledWith(
  { features }: SystemDefinition,
  changes: readonly Change[],
  named: readonly string[],
): readonly string[] {
  const changed = new Set(changes.map(({ feature }) => feature));
  const moved = new Set([...changed].flatMap((name) => readBy(features, name)));
  return named.filter((name) => !changed.has(name) && readBy(features, name).some((field) => moved.has(field)));
}

function readBy(features: SystemDefinition["features"], name: string): readonly string[] {
  const node = inputsOf(features)[name];
  return node === undefined ? [] : fieldsOf(node);
}
