import type { Signature } from "../model.ts";
import { outputsOf } from "../signature.ts";
import type { CounterfactualOptions } from "./counterfactual-options.ts";
import { counterfactualInvalid, notAFeature } from "./errors.ts";
import type { Actionable } from "./values.ts";

/** Refuses what cannot be asked of a change. Throws `model.not-a-feature`, `model.counterfactual-invalid`. */
export function checkOptions(signature: Signature, options: CounterfactualOptions): void {
  const { threshold, output = 0, most = 3, budget = 0, actionable } = options;
  const outputs = outputsOf(signature);
  const isOutput = Number.isInteger(output) && output >= 0 && output < outputs;
  refuseUnless(Number.isFinite(threshold), ["threshold", "a finite number", threshold]);
  refuseUnless(isOutput, ["output", `a whole number from 0 to ${outputs - 1}`, output]);
  refuseUnless(Number.isInteger(most) && most >= 1, ["most", "a whole number, 1 or more", most]);
  refuseUnless(budget >= 0, ["budget", "a number, 0 or more", budget]);
  const features = signature.features.map(({ name }) => name);
  const strangers = Object.keys(actionable).filter((name) => !features.includes(name));
  if (strangers.length > 0) throw notAFeature({ strangers, features });
  for (const [name, may] of Object.entries(actionable)) checkActionable(`actionable.${name}`, may);
}

function checkActionable(where: string, may: Actionable): void {
  const { direction, min = -Infinity, max = Infinity, step = 1, cost = 0 } = may ?? {};
  refuseUnless(typeof may === "object" && may !== null, [where, "an object", may]);
  const isDirection = direction === undefined || direction === "up" || direction === "down";
  refuseUnless(isDirection, [`${where}.direction`, "up or down", direction]);
  refuseUnless(min <= max, [`${where}.min`, `a number not above max, ${max}`, min]);
  refuseUnless(step > 0 && step < Infinity, [`${where}.step`, "a finite number above 0", step]);
  refuseUnless(cost >= 0 && cost < Infinity, [`${where}.cost`, "a finite number, 0 or more", cost]);
}

function refuseUnless(allows: boolean, [what, allowed, got]: readonly [string, string, unknown]): void {
  if (!allows) throw counterfactualInvalid({ what, allowed, got: String(got) });
}
