import { describe, expect, test } from "vitest";
import { exp, expm1, log, log1p, rng, tanh } from "../index.ts";

/** Numbers of every size and sign, and around the places where the formulas change. */
function numbers(): readonly number[] {
  const draws = rng({ seed: 1, purpose: "test.math" });
  const bits = new BigUint64Array(1);
  const anything = new Float64Array(bits.buffer);
  const any = (): number => {
    bits[0] = (BigInt(draws.integer(2 ** 32)) << 32n) | BigInt(draws.integer(2 ** 32));
    return anything[0] as number;
  };
  const drawn = Array.from({ length: 4_000 }, () => [
    any(),
    4 * draws.normal(),
    300 * draws.normal(),
    1 + draws.normal() * 1e-6,
    draws.normal() * 10 ** -draws.integer(30),
  ]).flat();
  const edges = [
    0,
    -0,
    1,
    -1,
    2 ** -1074,
    2 ** -1022,
    2 ** -54,
    2 ** -29,
    2 ** -28,
    Math.LN2 / 2,
    1.5 * Math.LN2,
    22,
    2 ** 53,
  ];
  const ends = [
    709.78,
    -708.5,
    -745.1,
    710,
    -746,
    Number.MAX_VALUE,
    Math.SQRT2,
    Math.SQRT1_2,
    Math.SQRT2 - 1,
    Math.SQRT1_2 - 1,
  ];
  return [...drawn, ...edges, ...edges.map((x) => -x), ...ends];
}

/** How many numbers lie between two. */
function apart(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0;
  const [x = 0n, y = 0n] = new BigInt64Array(Float64Array.of(a, b).buffer);
  return Math.abs(Number(x - y));
}

describe("functions in arithmetic alone", () => {
  // Every engine's own are within one unit in the last place of the truth, tanh of two; so are ours.
  test.each([
    { name: "exp", own: exp, most: 2 },
    { name: "log", own: log, most: 2 },
    { name: "log1p", own: log1p, most: 2 },
    { name: "expm1", own: expm1, most: 2 },
    { name: "tanh", own: tanh, most: 4 },
  ] as const)("$name is the engine's own, but for the last bit", ({ name, own, most }) => {
    for (const x of numbers()) {
      const [ours, theirs] = [own(x), Math[name](x)];
      if (Number.isNaN(theirs)) expect(ours, String(x)).toBeNaN();
      else expect(apart(ours, theirs), String(x)).toBeLessThanOrEqual(most);
    }
  });

  test("are exact where the answer is, and keep their ends", () => {
    expect([exp(0), exp(1), exp(-Infinity), exp(Infinity), exp(710)]).toEqual([1, Math.E, 0, Infinity, Infinity]);
    expect([log(1), log(0), log(-0), log(Infinity), log(-1)]).toEqual([0, -Infinity, -Infinity, Infinity, Number.NaN]);
    expect([log1p(-1), log1p(-2), log1p(-0), expm1(-0), tanh(-0)]).toEqual([-Infinity, Number.NaN, -0, -0, -0]);
    expect([expm1(-Infinity), expm1(-60), tanh(-Infinity), tanh(30)]).toEqual([-1, -1, -1, 1]);
    for (const one of [exp, log, log1p, expm1, tanh]) expect(one(Number.NaN)).toBeNaN();
  });

  test("undo each other", () => {
    for (const x of numbers().filter((one) => Math.abs(one) < 700)) {
      expect(log(exp(x))).toBeCloseTo(x, 12);
      if (x > -30) expect(log1p(expm1(x))).toBeCloseTo(x, x < 0 ? 2 : 10);
    }
  });
});
