import type { Feature, Problem } from "../problem.ts";
import { isMissing, readTable } from "../read-table.ts";
import { numbered } from "./tables.ts";

/** Ratings of the older half, which the features are made from; the newer half is ranked. */
const OLDER = 0.5;

export const movielens: Problem = {
  name: "movielens",
  about: "films of a user in the order of the ratings, from what older ratings say",
  task: "ranking",
  rounds: 100,
  seeds: 10,
  async make() {
    const table = await readTable("movielens_small/ratings.csv.gz", {});
    if (isMissing(table)) return table;
    const [users, films, ratings, times] = ["userId", "movieId", "rating", "timestamp"].map(
      (name) => table.get(name)?.values ?? new Float32Array(0),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const order = Array.from(times.keys()).sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
    const cut = Math.floor(order.length * OLDER);
    const ofUser = summaries(order.slice(0, cut), users, ratings);
    const ofFilm = summaries(order.slice(0, cut), films, ratings);
    const ranked = order.slice(cut);
    const pick = (from: Float32Array): Float32Array => Float32Array.from(ranked, (row) => from[row] as number);
    const label = Float64Array.from(ranked, (row) => Math.max(0, Math.floor(ratings[row] as number) - 1));
    return {
      features: [...ofUser.features(pick(users), "user"), ...ofFilm.features(pick(films), "film")],
      label,
      outputs: 0,
      groups: numbered(pick(users)),
    };
  },
};

interface Summaries {
  features(keys: Float32Array, prefix: string): readonly Feature[];
}

/** Count, mean, least and most of the ratings by key. */
function summaries(rows: readonly number[], keys: Float32Array, ratings: Float32Array): Summaries {
  const found = new Map<number, { count: number; sum: number; least: number; most: number }>();
  for (const row of rows) {
    const rating = ratings[row] as number;
    const key = keys[row] as number;
    const { count, sum, least, most } = found.get(key) ?? { count: 0, sum: 0, least: rating, most: rating };
    found.set(key, {
      count: count + 1,
      sum: sum + rating,
      least: Math.min(least, rating),
      most: Math.max(most, rating),
    });
  }
  const of = {
    count: (key: number) => found.get(key)?.count ?? 0,
    mean: (key: number) => (found.get(key)?.sum ?? Number.NaN) / (found.get(key)?.count ?? 1),
    least: (key: number) => found.get(key)?.least ?? Number.NaN,
    most: (key: number) => found.get(key)?.most ?? Number.NaN,
  };
  return {
    features: (wanted, prefix) =>
      Object.entries(of).map(([name, read]) => ({ name: `${prefix}-${name}`, values: wanted.map(read), levels: 0 })),
  };
}
