/** 10^0 to 10^22: those that a double holds exactly. */
const POWERS: readonly number[] = Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * A number of six significant digits: what `Number(x.toPrecision(6))` gives, without going through text where that can be
 * seen to give the same. A whole number below 10^6, and a power of 10 that is exact, have the quotient or product that the
 * text would be read as; too near the middle between two such numbers, the text decides.
 */
export function sixDigits(x: number): number {
  const shift = 5 - Math.floor(Math.log10(x));
  const power = POWERS[Math.abs(shift)];
  if (power === undefined) return Number(x.toPrecision(6));
  const scaled = shift < 0 ? x / power : x * power;
  const whole = Math.round(scaled);
  const isSafe = Math.abs(Math.abs(scaled - whole) - 0.5) > 1e-6 && whole >= 100_001 && whole < 999_999;
  if (!isSafe) return Number(x.toPrecision(6));
  return shift < 0 ? whole * power : whole / power;
}
