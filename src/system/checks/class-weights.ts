import { didYouMean } from "../../kernel/index.ts";
import type { Outcome } from "../fields/outcome.ts";
import type { Head } from "../heads/head.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** Weights are of classes that there are, above 0, and are taken out of the probabilities again. */
export function classWeights({ heads, outcomes }: SystemDefinition, refuse: Refuse): void {
  for (const [name, head] of Object.entries(heads)) {
    if (!("classWeights" in head) || head.classWeights === undefined) continue;
    const wrong = wrongIn(head, outcomes[head.label]);
    if (wrong !== undefined) refuse(`heads.${name}.classWeights`, wrong);
  }
}

type Weighted = Extract<Head, { readonly classWeights?: unknown }>;

function wrongIn(
  { task, calibration, classWeights: given = {} }: Weighted,
  outcome: Outcome | undefined,
): string | undefined {
  if (task !== "multiclass") return `is for multiclass heads. This one is ${task}`;
  if (calibration === "none")
    return "needs the calibration, which takes the weights out of the probabilities: leave `calibration` out";
  if (given === "balanced") return undefined;
  const stranger = Object.keys(given).find((one) => outcome?.values?.includes(one) === false);
  if (stranger !== undefined) {
    const values = outcome?.values ?? [];
    return `must name values of the outcome: ${values.join(", ")}. Got "${stranger}".${didYouMean(stranger, values)}`;
  }
  const wrong = Object.entries(given).find(([, weight]) => !(Number.isFinite(weight) && weight > 0));
  return wrong && `must be numbers above 0. Got ${String(wrong[1])} for ${wrong[0]}`;
}
