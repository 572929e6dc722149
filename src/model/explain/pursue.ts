import type { Move } from "./moves.ts";

/** Moves of different features, made together. */
export interface Plan {
  readonly moves: readonly Move[];
  readonly cost: number;
}

/** What is looked for, among which moves, and for how long. */
export interface Hunt {
  /** Per actionable feature its moves, the cheapest first. */
  readonly features: readonly (readonly Move[])[];
  /** How far a plan is from flipping the decision: 0 or less when it does. */
  readonly gap: (moves: readonly Move[]) => number;
  /** At most this many features change. */
  readonly most: number;
  /** At most this many plans are tried in each stage. */
  readonly budget: number;
}

/** What was found. */
export interface Quarry {
  readonly plan: Plan | undefined;
  /** No cheaper plan of as many features, up to two, flips it; without a plan: none of up to `most` features does. */
  readonly exact: boolean;
}

/** How many plans go on to one more feature, once pairs have failed. */
const BEAM = 24;

/**
 * The cheapest plan that flips the decision: by trying all single moves and all pairs that are cheaper than the best found
 * so far; and only when these fail, by a beam search that adds one feature at a time.
 */
export function hunt(task: Hunt): Quarry {
  const single = cheapest(task, singles(task.features));
  if (task.most < 2) return { plan: single.plan, exact: single.exact };
  const pair = cheapest(task, pairs(task.features, single.plan?.cost), single.plan);
  if (pair.plan !== undefined) return { plan: pair.plan, exact: single.exact && pair.exact };
  if (task.most === 2 || task.features.length < 3) return { plan: undefined, exact: single.exact && pair.exact };
  return { plan: beam(task), exact: false };
}

/** Tries plans one by one; later ones may assume that nothing dearer than the best so far is of use. */
function cheapest({ gap, budget }: Hunt, plans: Iterable<Plan>, known?: Plan): Quarry {
  let best = known;
  let left = budget;
  for (const plan of plans) {
    if (best !== undefined && plan.cost >= best.cost) continue;
    if (left-- === 0) return { plan: best, exact: false };
    if (gap(plan.moves) <= 0) best = plan;
  }
  return { plan: best, exact: true };
}

function* singles(features: Hunt["features"]): Generator<Plan> {
  for (const moves of features) for (const move of moves) yield { moves: [move], cost: move.cost };
}

/** Every pair of two features that costs less than `below`. */
function* pairs(features: Hunt["features"], below = Number.POSITIVE_INFINITY): Generator<Plan> {
  for (const [i, first] of features.entries())
    for (const second of features.slice(i + 1))
      for (const a of first) {
        if (a.cost >= below) break;
        yield* within(a, second, below);
      }
}

function* within(a: Move, second: readonly Move[], below: number): Generator<Plan> {
  for (const b of second) {
    const cost = a.cost + b.cost;
    if (cost >= below) break;
    yield { moves: [a, b], cost };
  }
}

/** Adds the best moves to the best plans, feature by feature; the cheapest plan of the first round in which some flip. */
function beam({ features, gap, most, budget }: Hunt): Plan | undefined {
  let plans: readonly Plan[] = [{ moves: [], cost: 0 }];
  let left = budget;
  for (let size = 1; size <= most; size++) {
    const tried: { readonly plan: Plan; readonly gap: number }[] = [];
    for (const plan of plans)
      for (const move of movesBeside(plan, features)) {
        if (left-- <= 0) break;
        const next = { moves: [...plan.moves, move], cost: plan.cost + move.cost };
        tried.push({ plan: next, gap: gap(next.moves) });
      }
    const flips = tried.filter((one) => one.gap <= 0).sort((a, b) => a.plan.cost - b.plan.cost);
    if (flips[0] !== undefined) return flips[0].plan;
    plans = distinct(tried.sort((a, b) => a.gap - b.gap || a.plan.cost - b.plan.cost)).slice(0, BEAM);
  }
  return undefined;
}

function movesBeside({ moves }: Plan, features: Hunt["features"]): readonly Move[] {
  return features.flatMap((list) => (moves.some(({ slot }) => slot === list[0]?.slot) ? [] : list));
}

/** The same moves in another order are the same plan. */
function distinct(tried: readonly { readonly plan: Plan }[]): readonly Plan[] {
  const seen = new Map<string, Plan>();
  for (const { plan } of tried) {
    const name = plan.moves
      .map(({ slot, cell }) => `${slot}=${cell}`)
      .sort()
      .join(" ");
    if (!seen.has(name)) seen.set(name, plan);
  }
  return [...seen.values()];
}
