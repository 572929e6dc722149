import type { LabelChain, PerLabelBody } from "../../formats/per-label.ts";
import type { Model } from "../../model.ts";
import { type Draft, doubles, TYPE } from "./draft.ts";
import type { Scope } from "./scope.ts";

/** What drafting a composed model needs of those who know the other formats. */
export interface Composition {
  readonly scope: Scope;
  draftPart(part: Model, scope: Scope): string;
}

/** Every label's probability, side by side; of several chains the mean. */
export function draftPerLabel(out: Draft, { chains }: PerLabelBody, composition: Composition): string {
  const each = chains.map((chain) => draftChain(out, chain, composition));
  const [first = "", ...others] = each;
  if (others.length === 0) return first;
  const sum = others.reduce((total, one) => out.add("Add", [total, one]), first);
  return out.add("Div", [sum, out.constant(doubles([1, 1], [chains.length]))]);
}

function draftChain(out: Draft, { order, models, links }: LabelChain, { scope, draftPart }: Composition): string {
  const told = new Map(scope.told);
  const answers: string[] = [];
  order.forEach((label, position) => {
    const answer = draftPart(models[position] as Model, { ...scope, told });
    answers[label] = answer;
    const link = links[label];
    if (link !== undefined) told.set(link, out.add("Cast", [answer], { to: TYPE.float }));
  });
  return out.add("Concat", answers, { axis: { int: 1 } });
}
