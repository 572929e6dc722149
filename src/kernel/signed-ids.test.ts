import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { signedIds } from "./signed-ids.ts";

const idsOf = (key: string, now: () => number = Date.now) =>
  signedIds({
    now,
    random: (bytes) => randomBytes(bytes),
    sign: (text) => createHmac("sha256", key).update(text).digest("base64url"),
  });

test("an id is recognised by whoever has its key, and by nobody else", () => {
  const [mine, same, other] = [idsOf("a"), idsOf("a"), idsOf("b")];
  for (let i = 0; i < 1_000; i++) {
    const id = mine.next("dec");
    expect([same.recognises(id), other.recognises(id)]).toEqual([true, false]);
  }
});

test("a changed id is not recognised, whichever character was changed", () => {
  const ids = idsOf("a");
  const id = ids.next("dec");
  for (let i = 0; i < id.length; i++) {
    const changed = id.slice(0, i) + (id[i] === "0" ? "1" : "0") + id.slice(i + 1);
    expect(ids.recognises(changed)).toBe(false);
  }
  for (const odd of ["", "dec_", `${id}0`, ` ${id}`, id.slice(1)]) expect(ids.recognises(odd)).toBe(false);
});

test("a text has one id wherever the key is, which nobody else can make", () => {
  const [mine, same, other] = [idsOf("a"), idsOf("a"), idsOf("b")];
  const id = mine.keyed("dec", "order 7");
  expect([same.keyed("dec", "order 7"), same.recognises(id)]).toEqual([id, true]);
  expect(other.recognises(id)).toBe(false);
  expect(mine.keyed("dec", "order 8")).not.toBe(id);
  for (let i = 0; i < id.length; i++) {
    const changed = id.slice(0, i) + (id[i] === "0" ? "1" : "0") + id.slice(i + 1);
    expect(mine.recognises(changed)).toBe(false);
  }
  // What anybody can reckon from the text is not enough.
  expect(mine.recognises(id.slice(0, -10))).toBe(false);
  expect(mine.recognises(other.keyed("dec", "order 7"))).toBe(false);
});

test("a clock that is set back makes no id twice, and what was made before is recognised still", () => {
  let now = 1_700_000_000_000;
  const ids = idsOf("a", () => now);
  const before = Array.from({ length: 500 }, () => ids.next("dec"));
  now -= 86_400_000;
  const after = Array.from({ length: 500 }, () => ids.next("dec"));
  expect(new Set([...before, ...after]).size).toBe(1_000);
  expect([...before, ...after].every(ids.recognises)).toBe(true);
});

test("ids are unique and sort by the time of their making", () => {
  let now = 1_700_000_000_000;
  const ids = idsOf("a", () => now++);
  const made = Array.from({ length: 2_000 }, () => ids.next("dec"));
  expect(new Set(made).size).toBe(2_000);
  expect([...made].sort()).toEqual(made);
});
