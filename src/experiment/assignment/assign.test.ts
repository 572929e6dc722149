import { describe, expect, test } from "vitest";
import { assign, propensity } from "./assign.ts";

const even = [
  { arm: "control", share: 0.5 },
  { arm: "treatment", share: 0.5 },
];
const three = [
  { arm: "a", share: 0.1 },
  { arm: "b", share: 0.2 },
  { arm: "c", share: 0.7 },
];
const entities = Array.from({ length: 20_000 }, (_, i) => `v${i}`);

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

describe("assignment", () => {
  test("is sticky: the same entity, salt and shares give the same arm", () => {
    for (const entity of entities.slice(0, 50)) {
      const ask = { salt: "s", entity, shares: three };
      expect(assign(ask)).toBe(assign(ask));
    }
  });

  test("gives each arm its share", () => {
    const counts = countBy(entities.map((entity) => assign({ salt: "exp-1", entity, shares: three })));
    const n = entities.length;
    const chiSquare = three.reduce((sum, { arm, share }) => sum + (counts.get(arm)! - n * share) ** 2 / (n * share), 0);
    expect(chiSquare).toBeLessThan(13.8); // P(chi-square with 2 degrees of freedom > 13.8) = 0.001
  });

  test("is independent between two salts", () => {
    const pairs = entities.map(
      (entity) => `${assign({ salt: "one", entity, shares: even })}/${assign({ salt: "two", entity, shares: even })}`,
    );
    const expected = entities.length / 4;
    const counts = [...countBy(pairs).values()];
    expect(counts).toHaveLength(4);
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquare).toBeLessThan(16.3); // 3 degrees of freedom, 0.001
  });

  test("does not confuse the end of a salt with the beginning of an entity", () => {
    const arms = (salt: string, prefix: string): string[] =>
      entities.slice(0, 64).map((entity) => assign({ salt, entity: `${prefix}${entity}`, shares: even }));
    expect(arms("ab", "c")).not.toEqual(arms("a", "bc"));
  });

  test("leaves an arm's entities alone when the others are split anew among themselves", () => {
    const anew = [three[0]!, { arm: "b", share: 0.4 }, { arm: "d", share: 0.1 }, { arm: "c", share: 0.4 }];
    for (const entity of entities.slice(0, 2000)) {
      const [before, after] = [three, anew].map((shares) => assign({ salt: "s", entity, shares }));
      expect(after === "a").toBe(before === "a");
      if (before === "b") expect(after).toBe("b"); // it only grew
    }
  });

  test("puts every entity somewhere, though shares such as 0.1 + 0.2 + 0.7 end below 1", () => {
    const thin = Array.from({ length: 10 }, (_, i) => ({ arm: String(i), share: 0.1 }));
    expect(thin.reduce((sum, { share }) => sum + share, 0)).toBeLessThan(1);
    expect(countBy(entities.map((entity) => assign({ salt: "s", entity, shares: thin }))).size).toBe(10);
  });

  test("has the share as its propensity", () => {
    expect(propensity(three, "b")).toBe(0.2);
    expect(() => propensity(three, "z")).toThrow(/the arm z/);
  });
});
