import { expect, test } from "vitest";
import { storeClosed } from "../store/index.ts";
import { requestMalformed } from "../wire/index.ts";
import { storeHealth } from "./store-health.ts";

test("a failure to store counts until something is stored, and for ten seconds at most", async () => {
  let now = 0;
  const health = storeHealth(() => now);
  const closed = storeClosed({ what: "the journal" });
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
  const health = storeHealth(() => 0);
  await expect(health.watch(() => Promise.reject(requestMalformed({ why: "It is." })))).rejects.toThrow();
  expect(health.failure()).toBeUndefined();
});
