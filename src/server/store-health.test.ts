import { expect, test } from "vitest";
import { journalOverloaded, storeClosed } from "../store/index.ts";
import { requestMalformed } from "../wire/index.ts";
import { storeHealth } from "./store-health.ts";

const closed = storeClosed({ what: "the journal" });
const full = journalOverloaded({ waiting: 1, bytes: 1 });

test("a failure to store counts until something is stored, and for ten seconds at most", async () => {
  let now = 0;
  const health = storeHealth({ now: () => now });
  const fail = (): Promise<void> => health.watch(() => Promise.reject(closed));
  await expect(fail()).rejects.toBe(closed);
  expect(health.failure()).toBe(closed);
  expect(await health.watch(async () => 7)).toBe(7);
  expect(health.failure()).toBeUndefined();
  await expect(fail()).rejects.toBe(closed);
  now = 9_999;
  expect(health.failure()).toBe(closed);
  now = 10_000;
  expect(health.failure()).toBeUndefined();
});

test("what the caller got wrong is no failure to store", async () => {
  const health = storeHealth({ now: () => 0 });
  await expect(health.watch(() => Promise.reject(requestMalformed({ why: "It is." })))).rejects.toThrow();
  expect(health.failure()).toBeUndefined();
});

test("where decisions are to be answered all the same, a full disk is a remark and no failure; anything else is one", async () => {
  for (const [whenFull, thrown, fails] of [
    ["refuse", full, true],
    ["answer", full, false],
    ["answer", closed, true],
    ["answer", new Error("a mistake"), true],
  ] as const) {
    const health = storeHealth({ now: () => 0, whenFull });
    await expect(health.watch(() => Promise.reject(thrown))).rejects.toBe(thrown);
    expect([health.failure(), health.remark()]).toEqual(
      fails ? [thrown, undefined] : [undefined, expect.stringMatching(/not stored: .*wait to be written/)],
    );
  }
});

test("says once that decisions are not stored, however many and however mixed with those that are, and once that they are again", () => {
  let now = 0;
  const lines: string[] = [];
  const say = (_: object, message: string): void => void lines.push(message);
  const health = storeHealth({ now: () => now, whenFull: "answer", log: { info: say, warn: say, error: say } });
  const answer = (isStored: boolean, times: number): void => {
    for (let i = 0; i < times; i++, now++) health.answered(isStored);
  };
  answer(true, 3);
  expect(health.remark()).toBeUndefined();
  for (let round = 0; round < 3; round++) {
    answer(false, 100);
    answer(true, 100);
  }
  expect(lines).toEqual([expect.stringMatching(/answered and not stored/)]);
  expect(health.remark()).toBe("decisions are answered and not stored");
  now += 10_000;
  answer(true, 5);
  expect(health.remark()).toBeUndefined();
  expect(lines.slice(1)).toEqual(["decisions are stored again"]);
  answer(false, 5);
  expect(lines).toHaveLength(3);
});
