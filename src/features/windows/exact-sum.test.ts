import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum } from "./exact-sum.ts";

/** Multiples of 2⁻¹⁰⁰⁰ below 2⁹⁰⁰: every magnitude that an exact sum takes, but for the last subnormal bits. */
const value: fc.Arbitrary<number> = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((x) => x === 0 || (Math.abs(x) < 2 ** 900 && Math.abs(x) > 2 ** -900));

const SCALE = 1_100n;

/** A double as a whole number of 2⁻¹¹⁰⁰. */
function whole(x: number): bigint {
  if (x === 0) return 0n;
  const exponent = Math.floor(Math.log2(Math.abs(x))) - 60;
  // A power of two scales exactly, in two steps so that neither overflows.
  const mantissa = x * 2 ** -Math.trunc(exponent / 2) * 2 ** -(exponent - Math.trunc(exponent / 2));
  return BigInt(mantissa) * 2n ** (BigInt(exponent) + SCALE);
}

/** The double nearest to a whole number of 2⁻¹¹⁰⁰, ties to even, by long division alone. */
function nearest(sum: bigint): number {
  const size = sum < 0n ? -sum : sum;
  const bits = size.toString(2).length;
  const shift = Math.max(0, bits - 53);
  const unit = 2n ** BigInt(shift);
  const [quotient, rest] = [size / unit, size % unit];
  const up = rest * 2n > unit || (rest * 2n === unit && quotient % 2n === 1n);
  const mantissa = Number(quotient + (up ? 1n : 0n));
  const exponent = shift - Number(SCALE);
  const rounded = mantissa * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2));
  return sum < 0n ? -rounded : rounded;
}

function sumOf(values: readonly number[]): ExactSum {
  const sum = new ExactSum();
  for (const x of values) sum.add(x);
  return sum;
}

describe("an exact sum", () => {
  test("is the double nearest to the true sum", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), (values) => {
        const truth = values.map(whole).reduce((a, b) => a + b, 0n);
        expect(sumOf(values).value()).toBe(nearest(truth) + 0);
      }),
    );
  });

  test("does not show in which order values came, nor that others came and went", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.array(value, { maxLength: 30 }), (stay, go) => {
        const sum = sumOf([...go, ...stay]);
        for (const x of go.toReversed()) sum.subtract(x);
        expect(sum.value()).toBe(sumOf(stay.toReversed()).value());
      }),
    );
  });

  test("settles ties by what lies far below", () => {
    // 2⁵³ + 1 lies half-way between two doubles.
    expect(sumOf([2 ** 53, 1]).value()).toBe(2 ** 53);
    expect(sumOf([2 ** 53, 1, 2 ** -600]).value()).toBe(2 ** 53 + 2);
    expect(sumOf([2 ** 53, 1, -(2 ** -600)]).value()).toBe(2 ** 53);
  });

  test("is missing while a value too large to add is in it, and exact again when that has gone", () => {
    const sum = sumOf([0.1, 1e300]);
    expect(sum.value()).toBeNaN();
    sum.subtract(1e300);
    expect(sum.value()).toBe(0.1);
  });

  test("comes back from what it kept", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), value, (values, more) => {
        const [one, other] = [sumOf(values), new ExactSum()];
        other.restore(one.parts());
        one.add(more);
        other.add(more);
        expect(other.value()).toBe(one.value());
      }),
    );
  });
});
