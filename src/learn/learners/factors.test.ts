import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { isAlidadeError, resolveParams, rng } from "../../kernel/index.ts";
import { decodeModel, encodeModel, type FactorsBody, type Model, scoreModel, scoreRow } from "../../model/index.ts";
import type { TrainingSet } from "../learner.ts";
import { opinion, rated } from "../ratings.conformance.ts";
import { factors } from "./factors.ts";

const learn = (set: TrainingSet, given: object, task: "regression" | "ranking" = "regression"): Model =>
  factors.fit(set, resolveParams("factors", factors.params, { ...given }), { task, seed: 1 });

const rmse = (truth: readonly number[], predicted: Float64Array): number =>
  Math.sqrt(truth.reduce((sum, y, i) => sum + (y - predicted[i]!) ** 2, 0) / truth.length);

/** Only means and biases. */
const BIASES = { penalty: 1e9 };

describe("factors", () => {
  test("recover a planted matrix of low rank, pairs that were never rated included", () => {
    const model = learn(rated.make("regression", 600, 1), { rank: 2, penalty: 0.01, smoothing: 5, biasPenalty: 0.1 });
    const pairs = Array.from({ length: 600 }, (_, i) => [Math.floor(i / 20), i % 20] as const);
    const truth = pairs.map(([user, item]) => opinion(user, item));
    const table = tableOf(
      { user: "text", item: "text" },
      pairs.map(([user, item]): Row => ({ user: `user ${user}`, item: `item ${item}` })),
    );
    // Noise of 0.3 and 20 ratings for the three numbers of a user: about 0.3 · √(3 / 20 + 3 / 30) ≈ 0.15 is left at best.
    expect(rmse(truth, scoreModel(model, table))).toBeLessThan(0.25);
    expect(rmse(truth, scoreModel(learn(rated.make("regression", 600, 1), BIASES), table))).toBeGreaterThan(0.5);
  });

  test("take a stranger for nobody in particular", () => {
    const model = learn(rated.make("regression", 600, 1), {});
    const { mean, users, items } = model.body as FactorsBody;
    expect(scoreRow(model, { user: "nobody", item: "nothing" })).toEqual([mean]);
    expect(scoreRow(model, { user: users.names[3]!, item: null })[0]).toBeCloseTo(mean + users.bias[3]!, 12);
    expect(scoreRow(model, { user: null, item: items.names[2]! })[0]).toBeCloseTo(mean + items.bias[2]!, 12);
  });

  test("rank for a stranger by what is liked by many", () => {
    const liked = [12, 6, 2].flatMap((likes, item) =>
      Array.from({ length: likes }, (_, user): Row => ({ user: `user ${user}`, item: `item ${item}` })),
    );
    const label = new Float64Array(liked.length).fill(1);
    const groups = new Int32Array(liked.length);
    const model = learn(
      { features: tableOf({ user: "text", item: "text" }, liked), label, classes: [], groups },
      {},
      "ranking",
    );
    const [first, second, third] = [0, 1, 2].map((item) => scoreRow(model, { user: "new", item: `item ${item}` })[0]!);
    expect(first).toBeGreaterThan(second!);
    expect(second).toBeGreaterThan(third!);
  });

  test("rank what a user would like above what not, from likes alone", () => {
    // Two crowds and two shelves, equally popular: each user showed interest in some items of the crowd's own shelf.
    const likes = Array.from({ length: 40 }, (_, user) => {
      const draw = rng({ seed: 6, unit: user, purpose: "crowds" });
      const shelf = Array.from({ length: 20 }, (__, item) => item + 20 * (user % 2));
      return shelf.filter(() => draw.uniform() < 0.3).map((item) => [user, item] as const);
    });
    const liked = likes.flat();
    const groups = Int32Array.from(liked, ([user]) => user);
    const label = new Float64Array(liked.length).fill(1);
    const model = learn({ features: tableOfPairs(liked), label, classes: [], groups }, {}, "ranking");
    const scores = Array.from({ length: 40 }, (_, user) => {
      const seen = new Set(likes[user]!.map(([, item]) => item));
      const unseen = Array.from({ length: 40 }, (__, item) => item).filter((item) => !seen.has(item));
      const of = scoreModel(model, tableOfPairs(unseen.map((item) => [user, item])));
      return unseen.map((item, i) => ({ own: Number(item >= 20) === user % 2, score: of[i]! }));
    });
    const [own, foreign] = [true, false].map((is) => scores.map((row) => row.filter((each) => each.own === is)));
    const pairs = own!.flatMap((row, user) => row.flatMap((a) => foreign![user]!.map((b) => a.score > b.score)));
    expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThan(0.95);
  });

  test("need both features as text", () => {
    const set = rated.make("regression", 50, 1);
    for (const given of [{ user: "who" }, { item: "what" }])
      expect(codeOf(() => learn(set, given))).toBe("learn.column-missing");
    const columns = set.features.columns.map((column) =>
      column.kind === "text" ? { ...column, codes: new Int32Array(50).fill(-1) } : column,
    );
    expect(codeOf(() => learn({ ...set, features: { rows: 50, columns } }, {}))).toBe("learn.no-rows");
  });

  test.each<[string, (users: Record<string, unknown[]>) => unknown]>([
    ["a name too few", ({ names }) => names!.pop()],
    ["a factor too many", ({ factors: values }) => values!.push(1)],
    ["a stranger of another rank", ({ stranger }) => stranger!.push(1)],
    ["a bias that is no number", ({ bias }) => bias!.splice(0, 1, null)],
    ["a name that is no text", ({ names }) => names!.splice(0, 1, 7)],
  ])("are refused in bytes with %s", (_, damage) => {
    const whole = JSON.parse(new TextDecoder().decode(encodeModel(learn(rated.make("regression", 50, 1), {}))));
    damage(whole.body.users);
    expect(codeOf(() => decodeModel(new TextEncoder().encode(JSON.stringify(whole))))).toBe("model.corrupt");
  });
});

function codeOf(run: () => unknown): string {
  try {
    run();
    return "nothing was thrown";
  } catch (thrown) {
    return isAlidadeError(thrown) ? thrown.code : String(thrown);
  }
}

const file = fileURLToPath(new URL("../../../../shared/data/movielens_small/ratings.csv.gz", import.meta.url));
if (!existsSync(file)) console.log("MovieLens: skipped, the data set is not there");

type Rating = readonly [user: number, item: number, rating: number, time: number];

const tableOfPairs = (pairs: readonly (readonly number[])[]): TrainingSet["features"] =>
  tableOf(
    { user: "text", item: "text" },
    pairs.map(([user, item]) => ({ user: `${user}`, item: `${item}` })),
  );

describe.skipIf(!existsSync(file))("on MovieLens, each user's last fifth held out", () => {
  const [past, future] = existsSync(file) ? splitByTime(ratingsOf(file)) : [[], []];

  test("factors tell more of ratings than biases", () => {
    const label = Float64Array.from(past, ([, , rating]) => rating);
    const set = { features: tableOfPairs(past), label, classes: [] };
    const truth = future.map(([, , rating]) => rating);
    const errorOf = (given: object): number => rmse(truth, scoreModel(learn(set, given), tableOfPairs(future)));
    // Paired on 20,000 ratings: a gain of 0.005 is several standard errors.
    expect(errorOf({})).toBeLessThan(errorOf({ ...BIASES, rank: 1, rounds: 10 }) - 0.005);
  });

  test("factors put what will be liked above what others like, more often than popularity does", () => {
    const likes = past.filter(([, , rating]) => rating >= 4);
    const popularity = new Map<number, number>();
    for (const [, item] of likes) popularity.set(item, (popularity.get(item) ?? 0) + 1);
    const seen = new Set(past.map(([user, item]) => `${user} ${item}`));
    const items = [...popularity.keys()];
    const draw = rng({ seed: 1, purpose: "unseen" });
    const pairs = future
      .filter(([, item, rating]) => rating >= 4 && popularity.has(item))
      .map(([user, liked]) => ({ user, liked, other: items[draw.integer(items.length)]! }))
      .filter(({ user, other }) => !seen.has(`${user} ${other}`));
    const label = new Float64Array(likes.length).fill(1);
    const groups = Int32Array.from(likes, ([user]) => user);
    const model = learn({ features: tableOfPairs(likes), label, classes: [], groups }, {}, "ranking");
    const liked = scoreModel(model, tableOfPairs(pairs.map(({ user, liked: item }) => [user, item])));
    const other = scoreModel(model, tableOfPairs(pairs.map(({ user, other: item }) => [user, item])));
    const wins = pairs.filter((_, i) => liked[i]! > other[i]!).length / pairs.length;
    const byPopularity = pairs.map((pair) => popularity.get(pair.liked)! - popularity.get(pair.other)!);
    const baseline = byPopularity.reduce((sum, gap) => sum + (Math.sign(gap) + 1) / 2, 0) / pairs.length;
    // 8,000 pairs: one standard error is 0.004.
    expect(wins).toBeGreaterThan(baseline + 0.02);
  });
});

function ratingsOf(path: string): readonly Rating[] {
  const lines = gunzipSync(readFileSync(path)).toString().trim().split(/\r?\n/).slice(1);
  return lines.map((line) => line.split(",").map(Number) as [number, number, number, number]);
}

function splitByTime(rows: readonly Rating[]): readonly [readonly Rating[], readonly Rating[]] {
  const byUser = Map.groupBy(
    rows.toSorted((a, b) => a[3] - b[3]),
    ([user]) => user,
  );
  const parts = [...byUser.values()].map(
    (own) => [own.slice(0, own.length * 0.8), own.slice(own.length * 0.8)] as const,
  );
  return [parts.flatMap(([early]) => early), parts.flatMap(([, late]) => late)];
}
