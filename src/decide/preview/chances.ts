import { known } from "../../kernel/index.ts";
import { stakesOf } from "../../objective/index.ts";
import { labelShares, type SettledLabel } from "../../policy/index.ts";
import type { DecisionBody } from "../../records/index.ts";
import { isActing } from "../../system/index.ts";
import type { Question } from "../opening.ts";
import { decideOne } from "../pipeline.ts";
import type { ServingState } from "../serving-state.ts";
import type { Arm } from "./arms.ts";

type Body = Omit<DecisionBody, "took">;

/** How likely each action or answer is, by name. */
export type Chances = ReadonlyMap<string, number>;

/** What an arm would do: what its policy saw, and how likely each thing is that it could do. */
export interface Made {
  readonly score: number | null;
  readonly chances: Chances;
}

/** The name of what was done: the action, or the answer as a text. */
export function nameOf({ action, answer }: Pick<Body, "action" | "answer">): string {
  return action ?? JSON.stringify(answer ?? null);
}

/** Decides in an arm. Throws what deciding throws. */
export function decideIn({ alone, purpose }: Arm, question: Question): Made {
  const { system } = alone;
  // Whoever is held back is never acted on, whatever the heads say: they need not be asked.
  if (purpose === "holdback" && isActing(system))
    return { score: null, chances: new Map([[stakesOf(system.objective).otherwise, 1]]) };
  const body = decideOne(alone, question);
  return { score: body.score, chances: chancesOf(alone, body, question) };
}

function chancesOf(state: ServingState, body: Body, question: Question): Chances {
  const { propensity } = body;
  if (propensity === 1) return new Map([[nameOf(body), 1]]);
  if (isActing(state.system)) {
    const { act, otherwise } = stakesOf(state.system.objective);
    const other = body.acted ? otherwise : act;
    return new Map([
      [nameOf(body), propensity],
      [other, 1 - propensity],
    ]);
  }
  return labelChances(state, body, question);
}

/** Of a label that was drawn among several: the share of each. */
function labelChances(state: ServingState, body: Body, { limits = {} }: Question): Chances {
  const release = known(state.releases.get(body.release), `release ${body.release} is loaded`);
  const policy = known(release.policy?.policy === "pick-label" ? release.policy : undefined, "a policy that draws");
  const { head } = policy as SettledLabel;
  const model = body.instead?.[head] === undefined ? release.models[head] : release.previous?.[head]?.model;
  const { classes } = known(model, `the model of ${head}`).signature;
  const closed = Object.entries(limits)
    .filter(([, { given, used, most }]) => given === false || (given === undefined && used >= most))
    .map(([name]) => name.replace(/^label:/, ""));
  const { answers, shares } = labelShares(policy as SettledLabel, classes)(known(body.heads[head], head), closed);
  return new Map(answers.map((answer, i) => [JSON.stringify(answer), shares[i] as number]));
}

/** What everybody together would get: the arms' chances, each by its share of the entities. */
export function mixture(parts: readonly (readonly [share: number, chances: Chances])[]): Chances {
  const mixed = new Map<string, number>();
  for (const [share, chances] of parts)
    for (const [name, chance] of chances) mixed.set(name, (mixed.get(name) ?? 0) + share * chance);
  return mixed;
}

/** The part of what one would do that the other never does. */
export function untried(wanted: Chances, tried: Chances): number {
  let sum = 0;
  for (const [name, chance] of wanted) if (!((tried.get(name) ?? 0) > 0)) sum += chance;
  return sum;
}
