import { expect, test } from "vitest";
import { SecondChance } from "./second-chance.ts";

const nobody = (): boolean => false;

function filled(names: readonly string[]): SecondChance<number> {
  const held = new SecondChance<number>();
  names.forEach((name, i) => {
    held.put(name, i);
  });
  return held;
}

test("whoever was asked for stays longer than whoever was not", () => {
  const held = filled(["a", "b", "c", "d"]);
  expect([held.use("a"), held.use("c"), held.peek("b"), held.use("e")]).toEqual([0, 2, 1, undefined]);
  const left = [1, 2, 3, 4].map(() => held.leave(nobody)?.name);
  expect(new Set(left.slice(0, 2))).toEqual(new Set(["b", "d"]));
  expect(new Set(left.slice(2))).toEqual(new Set(["a", "c"]));
  expect(held.leave(nobody)).toBeUndefined();
});

test("what has to be kept does not leave, and what is removed is met no more", () => {
  const held = filled(["a", "b", "c"]);
  expect(held.leave(() => true)).toBeUndefined();
  expect([held.remove("a"), held.remove("a")]).toEqual([0, undefined]);
  expect(held.leave((name) => name === "b")?.name).toBe("c");
  expect([held.size, held.peek("b"), held.peek("c")]).toEqual([1, 1, undefined]);
});

test("a name that comes again has another thing, and one place", () => {
  const held = filled(["a", "a"]);
  expect([held.size, held.use("a")]).toEqual([1, 1]);
  held.clear();
  expect([held.size, held.use("a"), held.leave(nobody)]).toEqual([0, undefined, undefined]);
});
