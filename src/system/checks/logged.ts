import { fieldsOf } from "../../features/index.ts";
import type { Outcome } from "../fields/outcome.ts";
import { outcomesOf } from "../heads/head.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

type Rule = (system: SystemDefinition, refuse: Refuse) => void;

/** What an outcome says of acting holds together. */
const logged: Rule = ({ outcomes }, refuse) => {
  for (const [name, outcome] of Object.entries(outcomes)) {
    const wrong = wrongIn(outcome);
    if (wrong !== undefined) refuse(`outcomes.${name}.${wrong[0]}`, wrong[1]);
  }
};

type Wrong = readonly [property: string, problem: string] | undefined;

function wrongIn(outcome: Outcome): Wrong {
  return wrongKind(outcome) ?? wrongChance(outcome) ?? wrongWeight(outcome);
}

function wrongKind({ acted, propensity, weight }: Outcome): Wrong {
  if (acted !== undefined && acted.kind !== "flag")
    return ["acted", `must be true or false, such as \`(r) => r.called\`. Got a ${acted.kind}`];
  if (propensity !== undefined && propensity.kind !== "number")
    return ["propensity", `must be a number, such as \`(r) => r.propensity\`. Got a ${propensity.kind}`];
  if (weight !== undefined && weight.kind !== "number")
    return ["weight", `must be a number, such as \`(r) => r.amount\`. Got a ${weight.kind}`];
  return undefined;
}

function wrongChance({ propensity, cap, changedByActing }: Outcome): Wrong {
  if (propensity !== undefined && !changedByActing)
    return ["propensity", "needs `changedByActing: true`: where acting changes nothing, every row tells the truth"];
  if (cap !== undefined && propensity === undefined)
    return ["cap", "needs a `propensity`: there is nothing to limit without"];
  if (cap !== undefined && !(cap >= 1))
    return ["cap", `must be a number, 1 or more: no row stands for less than itself. Got ${cap}`];
  return undefined;
}

function wrongWeight({ weight, history }: Outcome): Wrong {
  const told = weight === undefined ? [] : fieldsOf(weight).filter((field) => fieldsOf(history).includes(field));
  if (told.length === 0) return undefined;
  return [
    "weight",
    `reads \`${told[0]}\`, which tells the outcome: what is learned would be off. \`yesWeight\` and \`classWeights\` of a head are for that, and are taken out of its probabilities again`,
  ];
}

/** A row has one weight in a head, however many outcomes the head predicts. */
const together: Rule = ({ heads, outcomes }, refuse) => {
  for (const [name, head] of Object.entries(heads)) {
    const ways = outcomesOf(head).map((label) => JSON.stringify(waysOf(outcomes[label])));
    if (new Set(ways).size > 1)
      refuse(
        `heads.${name}.labels`,
        "must all name the same `propensity`, `cap` and `weight`: a row has one weight in a head",
      );
  }
};

function waysOf(outcome: Outcome | undefined): readonly unknown[] {
  return [outcome?.propensity, outcome?.cap, outcome?.weight];
}

/** What is asked of outcomes whose history was left to chance. */
export const LOGGED_RULES: readonly Rule[] = [logged, together];
