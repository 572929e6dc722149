import { tableOf } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import type { Problem } from "./learner.conformance.ts";
import type { TrainingSet } from "./learner.ts";

const USERS = 30;
const ITEMS = 20;

/** What a user thinks of an item: 3, what each is like on its own, and one taste that they share or do not. */
export function opinion(user: number, item: number): number {
  const of = (side: string, unit: number, n: number): number => rng({ seed: 1, unit, purpose: side }).at(n) * 2 - 1;
  return 3 + of("user", user, 0) + of("item", item, 0) + 2 * of("user", user, 1) * of("item", item, 1);
}

/** Who rated what how; a ranking's lists are the users', and its grades what they rated highly. */
function ratings(task: string, rows: number, seed: number): TrainingSet {
  const draws = Array.from({ length: rows }, (_, unit) => rng({ seed, unit, purpose: "ratings" }));
  const pairs = draws.map((draw) => ({
    user: draw.integer(USERS),
    item: draw.integer(ITEMS),
    noise: 0.3 * draw.normal(),
  }));
  const features = tableOf(
    { user: "text", item: "text" },
    pairs.map(({ user, item }, row) => ({ user: row % 50 === 9 ? null : `user ${user}`, item: `item ${item}` })),
  );
  const values = Float64Array.from(pairs, ({ user, item, noise }) => opinion(user, item) + noise);
  if (task !== "ranking") return { features, label: values, classes: [] };
  const groups = Int32Array.from(pairs, ({ user }) => user);
  return { features, label: values.map((value) => (value > 3.5 ? 1 : 0)), classes: [], groups };
}

/** Users, items and ratings: for learners that need to know who and what. */
export const rated: Problem = { make: ratings, refusal: "learn.column-missing" };
