import type { Estimated } from "../stats/index.ts";
import type { Decisions } from "./judged.ts";
import { type SliceResult, sliceResults, type Tell } from "./slices.ts";
import { meansOver, subtractMoney } from "./value.ts";

/** What someone in the race came to. */
export interface Standing {
  readonly name: string;
  /** Of every decision. */
  readonly money: Float64Array;
  readonly perDecision: Estimated;
}

/** Everyone who decides the same decisions. */
export interface Entrants<S extends Standing> {
  readonly model: S;
  readonly rule: S;
  /** The best answer that looks at nothing. */
  readonly constant: S;
  readonly champion: S | null;
}

/** Who earns what on the same unseen decisions, on the whole and in every slice. */
export interface Standings<S extends Standing = Standing> extends Entrants<S> {
  /** What the model earns more, per decision. */
  readonly over: { readonly rule: Estimated; readonly constant: Estimated; readonly champion: Estimated | null };
  readonly slices: readonly SliceResult[];
}

/** A competitor by the money that its answers came to. */
export function standing(decisions: Decisions, name: string, money: Float64Array): Standing {
  return { name, money, perDecision: meansOver(decisions)(money) };
}

/** Compares everyone in money. `tell` adds what else is known of a slice. */
export function compare<S extends Standing>(decisions: Decisions, entrants: Entrants<S>, tell?: Tell): Standings<S> {
  const { model, rule, constant, champion } = entrants;
  const mean = meansOver(decisions);
  const over = (rival: S): Estimated => mean(subtractMoney(model.money, rival.money));
  const money = { model: model.money, rule: rule.money };
  return {
    ...entrants,
    over: { rule: over(rule), constant: over(constant), champion: champion === null ? null : over(champion) },
    slices: sliceResults(decisions, money, tell),
  };
}

/** The one that came to more; by the sums alone, because doing nothing may show no variation to make an interval from. */
export function pickBetter<S extends Standing>({ weight }: Decisions, a: S, b: S): S {
  const sum = ({ money }: S): number => money.reduce((all, amount, row) => all + amount * (weight[row] as number), 0);
  return sum(b) > sum(a) ? b : a;
}
