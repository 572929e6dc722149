import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { virtualClock } from "./clock.ts";
import { milliseconds } from "./duration.ts";
import { defineError, isAlidadeError } from "./errors.ts";
import { canonical, hashBytes, hashUniform, hashValue } from "./hash.ts";
import { integerParam, numberParam, resolveParams } from "./params.ts";
import { philox, rng } from "./rng.ts";
import { countBelow, countUpTo } from "./sorted.ts";

describe("philox", () => {
  // The known answers published with Random123 (kat_vectors, philox4x32 10).
  const cases = [
    { counter: [0, 0, 0, 0], key: [0, 0], out: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      out: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      out: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ];
  test.each(cases)("gives the published words for $counter", ({ counter, key, out }) => {
    expect(philox(counter, key)).toEqual(out);
  });
});

describe("rng", () => {
  test("gives the same draw for the same key, in any order", () => {
    const stream = rng({ seed: 1, unit: "visitor-7", time: 3, purpose: "explore" });
    const third = stream.at(2);
    stream.uniform();
    stream.uniform();
    expect(stream.uniform()).toBe(third);
  });

  test("gives different streams when any part of the key differs", () => {
    const first = (key: Parameters<typeof rng>[0]) => rng(key).at(0);
    const base = { seed: 1, unit: "a", time: 0, purpose: "p" };
    const all = [
      base,
      { ...base, seed: 2 },
      { ...base, unit: "b" },
      { ...base, time: 1 },
      { ...base, purpose: "q" },
    ].map(first);
    expect(new Set(all).size).toBe(5);
  });

  test("is uniform across units: the mean of n draws is within 5 standard errors of a half", () => {
    const n = 20_000;
    let sum = 0;
    for (let unit = 0; unit < n; unit++) sum += rng({ seed: 9, unit, purpose: "uniform" }).at(0);
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n));
  });
});

describe("hashing", () => {
  test("agrees with the published SHA-256 of abc", () => {
    expect(hashBytes("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
  test("does not depend on the order of keys", () => {
    expect(hashValue({ a: 1, b: { c: 2, d: [3] } })).toBe(hashValue({ b: { d: [3], c: 2 }, a: 1 }));
  });
  test("tells NaN, null, negative zero and the text NaN apart", () => {
    expect(new Set([Number.NaN, null, -0, 0, "NaN"].map(canonical)).size).toBe(5);
  });
  test("gives a number on [0, 1) for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => hashUniform(text) >= 0 && hashUniform(text) < 1));
  });
});

describe("errors", () => {
  const full = defineError<{ path: string }>("test.full", {
    headline: "Disk full",
    retryable: true,
    message: ({ path }) => `No room to write ${path}.`,
    hint: () => "Free some space.",
  });
  test("carry code, data, hint and whether to retry", () => {
    const error = full({ path: "/x" });
    expect(error).toMatchObject({ code: "test.full", retryable: true, data: { path: "/x" }, hint: "Free some space." });
    expect(isAlidadeError(error, full.code)).toBe(true);
    expect(isAlidadeError(error, "test.other")).toBe(false);
    expect(isAlidadeError(new Error("no"))).toBe(false);
  });
});

describe("parameters", () => {
  const params = {
    rate: numberParam(0.1, { min: 0, openMin: true, max: 1, doc: "" }),
    leaves: integerParam(31, { min: 2, doc: "" }),
  };
  test("fill in their defaults", () => {
    expect(resolveParams("learner `x`", params, { leaves: 7 })).toEqual({ rate: 0.1, leaves: 7 });
  });
  test("refuse every value that their declaration calls invalid, in a sentence with the default", () => {
    for (const [name, param] of Object.entries(params))
      for (const value of param.invalid)
        expect(() => resolveParams("learner `x`", params, { [name]: value })).toThrow(/must be .* Got /);
    expect(() => resolveParams("learner `x`", params, { rate: 3 })).toThrow(
      "The `rate` of learner `x` must be a number in (0, 1]. Got 3.",
    );
  });
  test("refuse a name that was never declared, and list those that were", () => {
    expect(() => resolveParams("learner `x`", params, { rtae: 1 })).toThrow(
      /no parameter `rtae`. Did you mean `rate`\? It has `rate`, `leaves`/,
    );
  });
});

test("a duration is a number and a unit, and nothing else", () => {
  expect(milliseconds("30d")).toBe(30 * 86_400_000);
  for (const bad of ["30", "d", "-1d", "0d", "1 d", "1y", ""]) expect(() => milliseconds(bad)).toThrow(/such as "30d"/);
});

test("a virtual clock stands still until told to move, and never goes back", () => {
  const clock = virtualClock(100);
  clock.advance(5);
  clock.advance(-50);
  clock.advance(Number.NaN);
  expect(clock.now()).toBe(105);
});

test("counting in a sorted list agrees with looking at every value", () => {
  const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 30 });
  fc.assert(
    fc.property(values, fc.integer({ min: -6, max: 6 }), (list, value) => {
      const sorted = Float64Array.from(list).sort();
      expect(countBelow(sorted, value)).toBe(list.filter((v) => v < value).length);
      expect(countUpTo(sorted, value)).toBe(list.filter((v) => v <= value).length);
    }),
  );
});
