/** Factors between units that people mix up, each with its name; the other way round it is one part of so many. */
const FACTORS: readonly number[] = [
  ...[1e9, 1e6, 1e5, 1e4, 1_000, 100, 10],
  // Seconds, minutes, hours, days, weeks, months; dozens.
  ...[86_400, 3_600, 1_440, 604_800, 60, 24, 7, 12, 30, 365],
  // Inches, feet, miles, pounds, ounces, litres of a gallon.
  ...[2.54, 3.2808, 1.6093, 2.2046, 28.35, 3.7854, 1_024, 1_048_576],
];
const NEAR = Math.log(1.12);

/** A factor in words: "100 times", "one 60th of", "about 3.4 times". */
export function sayFactor(factor: number): string {
  const isLess = factor < 1;
  const size = isLess ? 1 / factor : factor;
  const gap = (of: number): number => Math.abs(Math.log(size / of));
  const known = FACTORS.reduce((best, one) => (gap(one) < gap(best) ? one : best));
  const shown = gap(known) < NEAR ? known : Number(size.toPrecision(2));
  const about = gap(known) < NEAR ? "" : "about ";
  const number = shown.toLocaleString("en-US", { maximumFractionDigits: 4 });
  return isLess ? `${about}one ${number}th of` : `${about}${number} times`;
}
