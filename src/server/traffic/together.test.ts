import { expect, test } from "vitest";
import { together } from "./together.ts";

const turn = (): Promise<void> => new Promise((next) => setImmediate(next));

test("what comes in one turn is done at its end, in order, and what fails fails alone", async () => {
  const atOnce = together();
  const seen: string[] = [];
  const say = (failed: Error | null, result?: string): void => void seen.push(failed?.message ?? result ?? "");
  atOnce(() => "first", say);
  atOnce(() => {
    throw new Error("second fails");
  }, say);
  atOnce(() => "third", say);
  await Promise.resolve();
  expect(seen).toEqual([]);
  await turn();
  expect(seen).toEqual(["first", "second fails", "third"]);
});

test("what is begun by what is done waits for the next turn", async () => {
  const atOnce = together();
  const seen: string[] = [];
  atOnce(
    () => "outer",
    () => {
      seen.push("outer");
      atOnce(
        () => "inner",
        () => void seen.push("inner"),
      );
      seen.push("outer is done");
    },
  );
  await turn();
  await turn();
  expect(seen).toEqual(["outer", "outer is done", "inner"]);
});
