import type { Between, OneOf, Rng, Space } from "../../kernel/index.ts";

/** Values of the parameters that are searched for. */
export type Point = Readonly<Record<string, unknown>>;

/** Digits that a proposed number keeps, so that what is shown and pasted is what was tried. */
const DIGITS = 3;

/** Where a value lies on its range, 0 to 1; outside of it for a value that is not on it. */
export function toUnit({ low, high, log, whole }: Between, value: number): number {
  const half = whole ? 0.5 : 0;
  const scale = log ? Math.log : (x: number): number => x;
  const [from, to] = [scale(low - half), scale(high + half)];
  return (scale(value) - from) / (to - from);
}

/** The value at a place from 0 to 1. A whole number owns the half on both sides of it, so the ends are as likely. */
export function fromUnit({ low, high, log, whole }: Between, place: number): number {
  const half = whole ? 0.5 : 0;
  const [from, to] = log ? [Math.log(low - half), Math.log(high + half)] : [low - half, high + half];
  const at = from + (to - from) * place;
  const value = log ? Math.exp(at) : at;
  const rounded = whole ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(high, Math.max(low, rounded));
}

/** One value at random: even on the dimension's own scale. */
function drawValue(dimension: Between | OneOf, draws: Rng): unknown {
  if (dimension.kind === "between") return fromUnit(dimension, draws.uniform());
  return dimension.options[draws.integer(dimension.options.length)];
}

/** One point at random, parameter by parameter in the order of their names. */
export function drawPoint(space: Space, draws: Rng): Point {
  return Object.fromEntries(sortedDimensions(space).map(([name, dimension]) => [name, drawValue(dimension, draws)]));
}

/** The dimensions in the one order that every draw goes by. */
export function sortedDimensions(space: Space): readonly (readonly [name: string, dimension: Between | OneOf])[] {
  return Object.entries(space).sort(([a], [b]) => (a < b ? -1 : 1));
}
