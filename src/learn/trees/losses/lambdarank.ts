import type { Engine, Ranking } from "../engine.ts";
import { discountAt, gainOf, idealGain, listing, meanNdcg } from "./lists.ts";
import type { Labelled, Loss } from "./loss.ts";

/** Keeps 2^grade within what a sum of gains can tell apart. */
const HIGHEST_GRADE = 31;

/** What does not change while boosting. */
type Facts = Omit<Ranking, "scores" | "pairs">;

/** The loss of an order: 1 - NDCG. Pairs push each other apart; `reference/rank.ts` says how. */
export function lambdarankLoss(truncation: number, evalAt: number): Loss {
  const listsOf = listing();
  const known = new WeakMap<Engine, Facts>();
  return {
    outputs: 1,
    link: "identity",
    labels: {
      allowed: `a relevance from 0 to ${HIGHEST_GRADE}`,
      accepts: (grade) => grade >= 0 && grade <= HIGHEST_GRADE,
    },
    base: () => [0],
    mean: (data, scores) => 1 - meanNdcg(listsOf(data), { label: data.label, scores, truncation: evalAt }),
    derive(data, { engine, scores, pairs }) {
      const facts = known.get(engine) ?? factsFor(engine, data, { lists: listsOf(data), truncation });
      known.set(engine, facts);
      engine.rank({ ...facts, scores, pairs });
    },
  };
}

/** Lays out a training set's lists. */
function factsFor(
  { arena }: Engine,
  { rows, label, weights }: Labelled,
  { lists, truncation }: { readonly lists: readonly Int32Array[]; readonly truncation: number },
): Facts {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const facts = {
    rows: arena.ints(rows),
    starts: arena.ints(lists.length + 1),
    truncation,
    gains: arena.floats(rows),
    discounts: arena.floats(longest + 1),
    stakes: arena.floats(lists.length),
    weights: arena.floats(rows),
  };
  lists.forEach((list, l) => {
    const ideal = idealGain(list, label, truncation);
    facts.rows.set(list, facts.starts[l]);
    facts.starts[l + 1] = (facts.starts[l] as number) + list.length;
    facts.stakes[l] = ideal > 0 ? 1 / ideal : 0;
  });
  facts.gains.set(label.map(gainOf));
  facts.discounts.set(Float64Array.from({ length: longest }, (_, place) => discountAt(place)));
  facts.weights.set(weights);
  return facts;
}
