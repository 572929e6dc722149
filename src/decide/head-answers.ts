import type { DecisionBody } from "../records/index.ts";
import type { HeadAnswer } from "../wire/index.ts";
import type { ServingState } from "./serving-state.ts";

/**
 * What the heads of a stored decision said, by the names that its receipt gives to their outputs: what serves by now may be another
 * model. A receipt of an earlier version names none; where its model does not serve any more either, a head of several outputs is
 * left out, for nobody knows which is which.
 */
export function headAnswers(body: DecisionBody, state: ServingState | undefined): Readonly<Record<string, HeadAnswer>> {
  const answers: Record<string, HeadAnswer> = {};
  for (const [head, outputs] of Object.entries(body.heads)) {
    const { length } = outputs;
    const classes = body.classes?.[head] ?? (length > 1 ? servedClasses(body, head, state) : []);
    if (classes.length > 0) answers[head] = Object.fromEntries(classes.map((label, i) => [label, outputs[i] ?? 0]));
    else if (length <= 1) answers[head] = outputs[0] ?? 0;
  }
  return answers;
}

function servedClasses(
  { instead, versions }: DecisionBody,
  head: string,
  state: ServingState | undefined,
): readonly string[] {
  const answered = instead?.[head] ?? versions.models[head];
  for (const { models, previous, versions: serving } of state?.releases.values() ?? []) {
    if (serving[head] === answered && models[head] !== undefined) return models[head].signature.classes;
    const before = previous?.[head];
    if (before !== undefined && before.version === answered) return before.model.signature.classes;
  }
  return [];
}
