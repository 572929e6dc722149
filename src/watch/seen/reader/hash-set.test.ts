import { expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { HashSet } from "./hash-set.ts";

const ascending = (numbers: Iterable<number>): readonly number[] => [...numbers].sort((a, b) => a - b);

test("holds what a set holds, of hashes that are much alike as well", () => {
  const draws = rng({ seed: 1, purpose: "hashes" });
  const hashes = Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? i : Math.floor(draws.uniform() * 2 ** 52)));
  const [ours, theirs] = [new HashSet(), new Set<number>()];
  for (const hash of hashes) {
    expect(ours.has(hash)).toBe(theirs.has(hash));
    ours.add(hash);
    ours.add(hash);
    theirs.add(hash);
  }
  expect(hashes.every((hash) => ours.has(hash))).toBe(true);
  expect(ascending(ours.all())).toEqual(ascending(theirs));
  expect(ascending(new HashSet(ours.all()).all())).toEqual(ascending(theirs));
  expect(new HashSet().all()).toHaveLength(0);
});
