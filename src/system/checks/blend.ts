import type { Outcome } from "../fields/outcome.ts";
import type { BlendGoal, BlendHead } from "../heads/blend.ts";
import type { Refuse } from "./form.ts";

const LOSSES: Readonly<Record<string, readonly string[]>> = {
  flag: ["log", "squared", "huber"],
  number: ["squared", "huber", "poisson"],
};

interface Declared {
  readonly declared: Readonly<Record<string, Outcome>>;
  readonly refuse: Refuse;
}

/** Checks that the goals of a common score can be weighed against each other and learned from what their outcomes are. */
export function checkBlend(name: string, { of }: BlendHead, { declared, refuse }: Declared): void {
  const where = `heads.${name}.of`;
  const goals = Object.entries(of);
  if (goals.length < 2)
    refuse(where, `must weigh at least two outcomes; for one there is binary() or regression(). Got ${goals.length}`);
  for (const [outcome, goal] of goals)
    checkGoal(goal, { kind: declared[outcome]?.kind ?? "", where: `${where}.${outcome}`, refuse });
  if (!goals.some(([, { weight }]) => weight > 0)) refuse(where, "must have a weight above 0");
}

interface Place {
  readonly kind: string;
  readonly where: string;
  readonly refuse: Refuse;
}

function checkGoal({ weight, loss, delta }: BlendGoal, { kind, where, refuse }: Place): void {
  if (!(Number.isFinite(weight) && weight >= 0)) refuse(where, `must have a weight of 0 or more. Got ${weight}`);
  const allowed = LOSSES[kind] ?? [];
  if (loss !== undefined && !allowed.includes(loss))
    refuse(`${where}.loss`, `must be ${allowed.join(", ")} for a ${kind} outcome. Got "${loss}"`);
  if (delta !== undefined && loss !== "huber") refuse(`${where}.delta`, 'belongs to the loss "huber"');
  if (delta !== undefined && !(Number.isFinite(delta) && delta > 0))
    refuse(`${where}.delta`, `must be a number above 0. Got ${delta}`);
}
