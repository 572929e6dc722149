/** What is usual in each cell of a day or of a week, in their order. */
export interface Cells {
  readonly means: readonly number[];
  /** How often each was learned from. */
  readonly visits: readonly number[];
}

/** What is usual in one of them. */
export interface Cell {
  readonly mean: number;
  readonly visits: number;
}

/** A mean takes five characters of six bits: 20 of its digits, one of its sign, nine of its power of ten. Visits take two. */
const MEAN = 5;
const VISITS = 2;
const CELL: number = MEAN + VISITS;
/** No cell counts further: of periods of nine seconds and more all of ten weeks. */
export const MOST_VISITS: number = 64 ** VISITS - 1;
const DIGITS = 6;
const SIGN = 2 ** 20;
/** A power of ten is kept so much larger, so that none is negative. */
const ABOVE = 2 ** 8;
const MOST_POWER: number = 2 ** 9 - 1 - ABOVE;
/** Doubles hold powers of ten exactly up to this one. */
const EXACT = 22;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SIX_BITS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))),
);
const TENS: readonly number[] = Array.from({ length: EXACT + 1 }, (_, power) => Number(`1e${power}`));

/** So many cells of which nothing is known, as text. */
export function emptyCells(n: number): string {
  return (ALPHABET[0] as string).repeat(n * CELL);
}

/** The text with one cell written anew: its mean to six digits, more than a mean of ten weeks has. */
export function withCell(text: string, cell: number, { mean, visits }: Cell): string {
  const codes: number[] = [];
  for (let i = 0; i < text.length; i++) codes.push(text.charCodeAt(i));
  write(codes, cell * CELL, { word: wordOf(mean), length: MEAN });
  write(codes, cell * CELL + MEAN, { word: visits, length: VISITS });
  // Pieces that are put together would hold on to the text that they are of.
  return String.fromCharCode(...codes);
}

/** One cell of a text. */
export function cellIn(text: string, cell: number): Cell {
  const at = cell * CELL;
  return { mean: meanOf(unpacked(text, at, MEAN)), visits: unpacked(text, at + MEAN, VISITS) };
}

/** All cells of texts, one text after the other. */
export function cellsIn(texts: readonly string[]): Cells {
  const n = texts.reduce((sum, text) => sum + text.length / CELL, 0);
  const [means, visits] = [new Array<number>(n), new Array<number>(n)];
  let cell = 0;
  for (const text of texts)
    for (let at = 0; at < text.length; at += CELL, cell++) {
      means[cell] = meanOf(unpacked(text, at, MEAN));
      visits[cell] = unpacked(text, at + MEAN, VISITS);
    }
  return { means, visits };
}

/** A number of six digits in 30 bits; one that is too large or too small for them is the nearest that is not. */
function wordOf(mean: number): number {
  const [digits = "", exponent = ""] = Math.abs(mean)
    .toExponential(DIGITS - 1)
    .split("e");
  const power = Number(exponent) - (DIGITS - 1);
  if (power < -ABOVE) return 0;
  const whole = power > MOST_POWER ? 10 ** DIGITS - 1 : Number(digits.replace(".", ""));
  return whole === 0 ? 0 : (Math.min(power, MOST_POWER) + ABOVE) * 2 * SIGN + (mean < 0 ? SIGN : 0) + whole;
}

function meanOf(word: number): number {
  if (word === 0) return 0;
  const size = scaled(word & (SIGN - 1), (word >> 21) - ABOVE);
  return (word & SIGN) === 0 ? size : -size;
}

/** The double nearest to a decimal number: one operation on exact numbers rounds once. */
function scaled(whole: number, power: number): number {
  if (power < -EXACT || power > EXACT) return Number(`${whole}e${power}`);
  return power < 0 ? whole / (TENS[-power] as number) : whole * (TENS[power] as number);
}

function write(
  codes: number[],
  at: number,
  { word, length }: { readonly word: number; readonly length: number },
): void {
  for (let i = at + length - 1, rest = word; i >= at; i--, rest = Math.floor(rest / 64))
    codes[i] = ALPHABET.charCodeAt(rest % 64);
}

function unpacked(text: string, at: number, length: number): number {
  let word = 0;
  for (let i = at; i < at + length; i++) word = (word << 6) | (SIX_BITS[text.charCodeAt(i)] as number);
  return word;
}
