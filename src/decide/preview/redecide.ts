import type { DecisionRecord } from "../../records/index.ts";
import type { Question } from "../opening.ts";
import type { ServingState } from "../serving-state.ts";
import { type Arm, armsOf } from "./arms.ts";
import { type Chances, decideIn, type Made, mixture, nameOf, untried } from "./chances.ts";
import { questionOf } from "./question-of.ts";
import type { Remade, Told } from "./remade.ts";

/** The states that a stored decision is looked at under. */
export interface Under {
  /** What served it; undefined where that is not known any more. */
  readonly served: ServingState | undefined;
  /** What serves now, and what would. */
  readonly now: ServingState;
  readonly proposed: ServingState;
}

/**
 * Makes a stored decision again. `acting` is the action of a system that acts or not. Throws what deciding throws, such as
 * `data.given-wrong-type`.
 */
export function redecide(record: DecisionRecord, under: Under, acting: string | undefined): Remade {
  const question = questionOf(record);
  const now = everywhere(under.now, question);
  const proposed = everywhere(under.proposed, question);
  const served = under.served === under.now ? now : under.served && everywhere(under.served, question);
  const logged = loggedChances(record, served);
  const lost = untried(proposed.chances, logged);
  const of = ({ chances }: Everywhere, name: string): number => chances.get(name) ?? 0;
  const done = nameOf(record.body);
  return {
    id: record.id,
    at: record.at,
    entity: record.subject ?? record.id,
    parts: [
      {
        about: null,
        logged: logged.get(done) ?? 0,
        now: of(now, done),
        proposed: of(proposed, done),
        untried: lost,
        untriedNow: untried(now.chances, logged),
      },
    ],
    changed: distance(now.chances, proposed.chances),
    untried: lost,
    acts: acting === undefined ? null : { now: of(now, acting), proposed: of(proposed, acting) },
    from: told(now),
    to: told(proposed),
  };
}

/** What a state would do in each of its arms, and in all of them together. */
interface Everywhere {
  readonly made: readonly (Made & { readonly arm: Arm })[];
  readonly chances: Chances;
}

function everywhere(state: ServingState, question: Question): Everywhere {
  const made = armsOf(state).map((arm) => ({ arm, ...decideIn(arm, question) }));
  return { made, chances: mixture(made.map(({ arm, chances }) => [arm.share, chances])) };
}

/**
 * How likely each thing was. Which arm an entity is in was left to chance as well, so that a holdback, a canary and an
 * experiment tell what policies without any chance of their own cannot. Where the arm's decision does not come out as it was
 * stored, because the file has changed since, the receipt's own chance counts alone.
 */
function loggedChances({ body }: DecisionRecord, served: Everywhere | undefined): Chances {
  const own = served?.made.find(({ arm }) => arm.name === body.arm);
  const again = own?.chances.get(nameOf(body)) ?? 0;
  if (served !== undefined && Math.abs(again - body.propensity) < 1e-9) return served.chances;
  return new Map([[nameOf(body), body.propensity]]);
}

/** Half of the distance between two sets of chances. */
function distance(a: Chances, b: Chances): number {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].reduce((sum, name) => sum + Math.abs((a.get(name) ?? 0) - (b.get(name) ?? 0)), 0) / 2;
}

function likeliest(chances: Chances): string {
  return [...chances].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0] as const)[0];
}

/** In the arm that comes first, which most entities get. */
function told({ made: [first] }: Everywhere): Told {
  return { score: first?.score ?? null, answer: first === undefined ? "" : likeliest(first.chances) };
}
