import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../../kernel/index.ts";
import { column, columnOf, tableOf } from "../table.ts";
import { cohenKappa, type Distance, fleissKappa, krippendorffAlpha } from "./agreement.ts";
import { consensusOf, consensusTable, mostContested } from "./consensus.ts";
import { dawidSkene } from "./dawid-skene.ts";
import { type Ratings, ratingsOf } from "./ratings.ts";

/** Ratings from one row for each annotator, one place for each item; a point is no rating. */
function fromRows(rows: readonly string[]): Ratings {
  const said = rows.flatMap((row, annotator) =>
    row.split(" ").flatMap((label, item) => (label === "." ? [] : [{ item, annotator, label: Number(label) }])),
  );
  return ratingsOf(tableOf({ item: "number", annotator: "number", label: "number" }, said), COLUMNS);
}

const COLUMNS = { item: "item", annotator: "annotator", label: "label" };

describe("agreement", () => {
  test("of two, as in Cohen's table of 50 applications", () => {
    const pairs = [
      ...Array(20).fill("1 1"),
      ...Array(5).fill("1 0"),
      ...Array(10).fill("0 1"),
      ...Array(15).fill("0 0"),
    ];
    const rows = [0, 1].map((one) => pairs.map((pair: string) => pair.split(" ")[one]).join(" "));
    expect(cohenKappa(fromRows(rows), 0, 1)).toBeCloseTo(0.4, 12);
  });

  test("of fourteen on ten subjects and five categories: Fleiss' kappa is 0.210", () => {
    const counts = [
      "0 0 0 0 14",
      "0 2 6 4 2",
      "0 0 3 5 6",
      "0 3 9 2 0",
      "2 2 8 1 1",
      "7 7 0 0 0",
      "3 2 6 3 0",
      "2 5 3 2 2",
      "6 5 2 1 0",
      "0 2 2 3 7",
    ];
    const said = counts.flatMap((row, item) => {
      let annotator = 0;
      return row
        .split(" ")
        .flatMap((n, label) => Array.from({ length: Number(n) }, () => ({ item, annotator: annotator++, label })));
    });
    const ratings = ratingsOf(tableOf({ item: "number", annotator: "number", label: "number" }, said), COLUMNS);
    expect(fleissKappa(ratings)).toBeCloseTo(0.21, 3);
  });

  // Krippendorff (2011), section C: four observers, twelve units, gaps.
  test.each([
    ["nominal", 0.743],
    ["ordinal", 0.815],
    ["interval", 0.849],
  ] as const)("with gaps: Krippendorff's %s alpha is %f", (distance: Distance, published) => {
    const ratings = fromRows([
      "1 2 3 3 2 1 4 1 2 . . .",
      "1 2 3 3 2 2 4 1 2 5 . 3",
      ". 3 3 3 2 3 4 2 2 5 1 .",
      "1 2 3 3 2 4 4 1 2 5 1 .",
    ]);
    const alpha = krippendorffAlpha(ratings, { distance, seed: 1 });
    if (isInsufficient(alpha)) throw new Error(alpha.reason);
    expect(alpha.value.toFixed(3)).toBe(published.toFixed(3));
    expect(alpha.low).toBeLessThan(alpha.value);
    expect(alpha.high).toBeLessThanOrEqual(1);
  });

  test("is not spoken of where nobody rated the same", () => {
    const apart = fromRows(["1 2 . .", ". . 1 2"]);
    expect(cohenKappa(apart, 0, 1)).toMatchObject({ kind: "insufficient" });
    expect(fleissKappa(apart)).toMatchObject({ kind: "insufficient" });
    expect(krippendorffAlpha(apart, { seed: 1 })).toMatchObject({ kind: "insufficient" });
  });
});

const ACCURACY = [0.95, 0.9, 0.8, 0.7, 0.4];
const CLASSES = ["ape", "bee", "cat"];

/** Items of three classes, each rated by three to five annotators of known accuracy; a wrong label is any other. */
function planted(seed: number, items = 1_500) {
  const draws = rng({ seed, purpose: "test.annotators" });
  const truth = Array.from({ length: items }, () => draws.integer(3));
  const said = truth.flatMap((is, item) =>
    draws
      .shuffled([0, 1, 2, 3, 4])
      .slice(0, 3 + draws.integer(3))
      .map((annotator) => {
        const right = draws.uniform() < ACCURACY[annotator]!;
        const label = CLASSES[right ? is : (is + 1 + draws.integer(2)) % 3]!;
        return { item, annotator: `a${annotator}`, label };
      }),
  );
  return { truth, ratings: ratingsOf(tableOf({ item: "number", annotator: "text", label: "text" }, said), COLUMNS) };
}

describe("several annotators", () => {
  const { truth, ratings } = planted(1);
  const correct = (method: "majority" | "dawid-skene") =>
    consensusOf(ratings, method).items.filter(({ item, label }) => label === CLASSES[truth[Number(item)]!]).length /
    truth.length;

  test("are as good as they were planted", () => {
    const { annotators } = consensusOf(ratings);
    expect(annotators.map(({ annotator }) => annotator)).toEqual(["a4", "a3", "a2", "a1", "a0"]);
    for (const { annotator, accuracy, ratings: count } of annotators) {
      if (isInsufficient(accuracy)) throw new Error(accuracy.reason);
      const is = ACCURACY[Number(annotator.slice(1))]!;
      // Four standard errors of a share, and what the truth itself is not known for.
      expect(Math.abs(accuracy.value - is)).toBeLessThan(4 * Math.sqrt((is * (1 - is)) / count) + 0.01);
    }
  });

  test("are more often right together when each is weighed by how good they are", () => {
    expect(correct("dawid-skene")).toBeGreaterThan(correct("majority") + 0.02);
  });

  test("give soft labels that are as sure as they are right", () => {
    const { items } = consensusOf(ratings);
    const sureness = items.reduce((sum, { soft }) => sum + Math.max(...soft), 0) / items.length;
    expect(Math.abs(sureness - correct("dawid-skene"))).toBeLessThan(0.02);
    for (const { soft } of items) expect(soft.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });

  test("are estimated by steps none of which makes the ratings less likely", () => {
    const { logLikelihoods } = dawidSkene(ratings);
    for (let i = 1; i < logLikelihoods.length; i++)
      expect(logLikelihoods[i]! - logLikelihoods[i - 1]!).toBeGreaterThan(-0.01);
  });

  test("have their most contested items looked at again first, where most of them are wrong", () => {
    const found = consensusOf(ratings);
    const isWrong = ({ item, label }: { item: string; label: string }): boolean =>
      label !== CLASSES[truth[Number(item)]!];
    const contested = mostContested(found);
    const wrong = found.items.filter(isWrong).length;
    expect(contested[0]!.contested).toBeGreaterThan(0.8);
    // Chance would leave a tenth of the wrong ones among the first tenth.
    expect(contested.slice(0, 150).filter(isWrong).length).toBeGreaterThan(0.4 * wrong);
  });
});

test("a table of one row for each item carries the soft labels", () => {
  const table = consensusTable(consensusOf(fromRows(["1 2 1", "1 2 2", "1 2 ."]), "majority"));
  expect(table.columns.map(({ name }) => name)).toEqual(["item", "label", "contested", "ratings", "soft.1", "soft.2"]);
  expect(column(table, "soft.1")).toEqual(columnOf("soft.1", "number", [1, 0, 0.5]));
  expect(column(table, "contested")).toEqual(columnOf("contested", "number", [0, 0, 1]));
  expect(column(table, "ratings")).toEqual(columnOf("ratings", "number", [3, 3, 2]));
});

describe("reading ratings", () => {
  const read = (rows: readonly Record<string, string | null>[]) =>
    ratingsOf(tableOf({ item: "text", annotator: "text", label: "text" }, rows), COLUMNS);

  test("takes an annotator's last word on an item, and no row with a gap", () => {
    const ratings = read([
      { item: "i", annotator: "a", label: "no" },
      { item: "i", annotator: "b", label: "no" },
      { item: "i", annotator: "a", label: "yes" },
      { item: "j", annotator: null, label: "yes" },
    ]);
    expect(ratings).toMatchObject({ items: ["i"], annotators: ["a", "b"], classes: ["no", "yes"] });
    expect([...ratings.label]).toEqual([1, 0]);
  });

  test("refuses what is none", () => {
    expect(() => read([{ item: "i", annotator: "a", label: "yes" }])).toThrow(/at least two different labels\. Got 1/);
    expect(() => ratingsOf(tableOf({ item: "text" }, []), COLUMNS)).toThrow(/There is no column `annotator`/);
  });
});
