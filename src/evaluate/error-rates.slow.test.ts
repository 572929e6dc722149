import { describe, expect, test } from "vitest";
import { type Column, columnOf, takeRows } from "../data/index.ts";
import { isInsufficient } from "../kernel/index.ts";
import { resolveLearner } from "../learn/index.ts";
import { scoreModel } from "../model/index.ts";
import {
  type Classify,
  crossScores,
  groupSuspects,
  identifierSuspects,
  leakSuspects,
  noiseFloor,
  separability,
  twinsAcross,
} from "./index.ts";
import { type HonestTable, honestTable } from "./planted.conformance.ts";

/** How often what is looked for is found where it was planted, and where it was not, over many tables of three sorts. */
const SORTS = [
  { rows: 300, rate: 0.3, slope: 1 },
  { rows: 2_000, rate: 0.1, slope: 1 },
  { rows: 2_000, rate: 0.4, slope: 2.5 },
] as const;
const TABLES = 60;

const trees: Classify = ({ features, label, train, score, seed }) => {
  const params = {
    rounds: 40,
    numLeaves: 15,
    minDataInLeaf: Math.max(10, Math.round(train.length / 200)),
    lambdaL2: 5,
    catSmooth: 100,
  };
  const training = {
    features: takeRows(features, train),
    label: Float64Array.from(train, (row) => label[row]!),
    classes: [],
  };
  return scoreModel(
    resolveLearner({ learner: "gbdt", params }).fit(training, { task: "binary", seed }),
    takeRows(features, score),
  );
};

function split({ entity }: HonestTable) {
  const rows = Int32Array.from(entity.keys());
  return { taught: rows.filter((row) => entity[row]! % 3 > 0), judged: rows.filter((row) => entity[row]! % 3 === 0) };
}

/** In how many tables of a sort something holds. */
function count(
  sort: (typeof SORTS)[number],
  holds: (table: HonestTable, seed: number) => boolean,
  tables = TABLES,
): number {
  let found = 0;
  for (let seed = 0; seed < tables; seed++) if (holds(honestTable(1_000 + seed, sort), seed)) found++;
  return found;
}

const leaksIn = (table: HonestTable, more: readonly Column[], seed: number) =>
  leakSuspects({
    fields: { rows: table.rows, columns: [...table.features.columns, ...more] },
    label: table.label,
    entity: table.entity,
    seed,
  });

describe.each(SORTS)("tables of $rows rows, a rate of $rate and a slope of $slope", (sort) => {
  // None in 300 clean tables was measured: an error rate below 1 in 100 with 95 % confidence. One is let pass.
  test("clean: hardly any false alarm", () => {
    const alarms = count(sort, (table, seed) => {
      const { features, label, entity } = table;
      const sides = split(table);
      const twins = twinsAcross({ features, label, ...sides, entity, seed });
      return (
        leaksIn(table, [], seed).length > 0 ||
        identifierSuspects({ features, entity }).length > 0 ||
        groupSuspects({ fields: features, label, ...sides }).length > 0 ||
        (!isInsufficient(twins.copies) && twins.copies.low > 0.002)
      );
    });
    expect(alarms).toBeLessThanOrEqual(1);
  });

  test("noisy copies of the label: found, alone and two together", () => {
    const found = (copies: number, flips: number): number =>
      count(sort, (table, seed) => {
        const copy = (name: string): Column => ({
          name,
          kind: "flag",
          values: table.label.map((y) => (table.draws.uniform() < flips ? 1 - y : y)),
        });
        const names = Array.from({ length: copies }, (_, i) => `copy${i}`);
        const suspects = leaksIn(table, names.map(copy), seed).map(({ field }) => field);
        return suspects.join() === names.join();
      });
    expect(Math.min(found(1, 0.1), found(2, 0.1))).toBeGreaterThan(0.85 * TABLES);
    // With 300 rows, a copy of which a fifth is flipped cannot be told from an honest field: half of them are seen.
    if (sort.rows > 300) expect(Math.min(found(1, 0.2), found(2, 0.2))).toBeGreaterThan(0.75 * TABLES);
  });

  test("a group that was torn apart: found", () => {
    const found = count(sort, ({ rows, signal, draws, features }) => {
      const account = Int32Array.from({ length: rows }, () => draws.integer(rows / 5));
      const leaning = Array.from({ length: rows }, () => 1.5 * draws.normal());
      const label = signal.map((z, row) =>
        draws.uniform() < 1 / (1 + Math.exp(1 - z - leaning[account[row]!]!)) ? 1 : 0,
      );
      const order = Int32Array.from({ length: rows }, (_, row) => row);
      const columns = [...features.columns, columnOf("account", "text", Array.from(account, String))];
      const sides = { taught: order.filter((row) => row % 3 > 0), judged: order.filter((row) => row % 3 === 0) };
      return (
        groupSuspects({ fields: { rows, columns }, label, ...sides })
          .map(({ field }) => field)
          .join() === "account"
      );
    });
    expect(found).toBeGreaterThan(0.85 * TABLES);
  });

  // An interval of 99 % and the bar of 0.6 leave no false alarm in practice; a planted choice has an area of 0.72.
  test("rows that somebody chose to label: told from rows that chance chose", () => {
    const told = (strength: number): number =>
      count(
        sort,
        ({ features, entity, signal, draws }, seed) => {
          const side = signal.map((z) => (draws.uniform() < 1 / (1 + Math.exp(0.5 - strength * z)) ? 1 : 0));
          const found = separability({ features, side, entity, seed, classify: trees });
          return (
            !isInsufficient(found) && !isInsufficient(found.area) && found.area.low > 0.5 && found.area.value >= 0.6
          );
        },
        20,
      );
    expect(told(0)).toBe(0);
    expect(told(1.5)).toBeGreaterThanOrEqual(sort.rows > 300 ? 20 : 14);
  });
});

// Measured: 3 of 100 clean tables are called noisy; of those whose tenth label is wrong 9 in 10, where classes lie apart.
test("wrong labels: found where classes lie apart, and seldom where there are none", () => {
  const called = (slope: number, wrong: number): number => {
    let found = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { signal, draws, features, rows } = honestTable(seed, SORTS[2]);
      const clean = signal.map((z) => (draws.uniform() < 1 / (1 + Math.exp(-slope * (z - 0.3))) ? 1 : 0));
      const label = clean.map((y) => (draws.uniform() < wrong ? 1 - y : y));
      const telling: Column = { name: "telling", kind: "number", values: signal.map((z) => z + 0.1 * draws.normal()) };
      const columns = [...features.columns, telling];
      const yes = crossScores({ features: { rows, columns }, label, classes: 2, seed, classify: trees });
      const probabilities = Float64Array.from({ length: 2 * rows }, (_, i) =>
        i % 2 === 1 ? yes[i >> 1]! : 1 - yes[i >> 1]!,
      );
      const floors = [0, 1].map((of) => noiseFloor({ label, classes: 2, probabilities }, of));
      if (floors.some((floor) => !isInsufficient(floor) && floor.share.low >= 0.01)) found++;
    }
    return found;
  };
  expect(called(12, 0.1)).toBeGreaterThanOrEqual(15);
  expect(called(0.6, 0) + called(1, 0) + called(4, 0)).toBeLessThanOrEqual(6);
});
