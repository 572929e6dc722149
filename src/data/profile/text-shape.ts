/**
 * What a text looks like. The first eight exclude one another; the others can come on top.
 * `formula` begins as a spreadsheet would compute it, `damaged` shows the traces of a wrong encoding.
 */
export const SHAPES = [
  "blank",
  "digits",
  "number",
  "date",
  "email",
  "address",
  "letters",
  "mixed",
  "formula",
  "padded",
  "beyond ascii",
  "damaged",
] as const;

export type Shape = (typeof SHAPES)[number];

const bit = (shape: Shape): number => 1 << SHAPES.indexOf(shape);

const [BLANK, DIGITS, NUMBER, DATE] = [bit("blank"), bit("digits"), bit("number"), bit("date")];
const [EMAIL, ADDRESS, LETTERS, MIXED] = [bit("email"), bit("address"), bit("letters"), bit("mixed")];
const [FORMULA, PADDED, BEYOND, DAMAGED] = [bit("formula"), bit("padded"), bit("beyond ascii"), bit("damaged")];

/** Kinds of characters, by ASCII code. */
const [DIGIT, LETTER, SPACE, OTHER] = [1, 2, 4, 8];
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return LETTER;
  return code <= 32 ? SPACE : OTHER;
});

const NUMERIC = /^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const DATED = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const MAILED = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const ADDRESSED = /^[a-z][a-z+.-]*:\/\/\S+$/i;
/** U+FFFD, and UTF-8 that was read as Latin-1. */
const BROKEN = /\ufffd|[ÃÂ][\u0080-\u00bf]|â\u0080|â€/;
const LEADS_FORMULA = /^[=+@\t\r-]/;

/** A bit for each shape of a text, as {@link SHAPES} counts them. */
export function shapeOf(text: string): number {
  let seen = 0;
  let beyond = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) seen |= KIND[code] as number;
    else beyond = BEYOND;
  }
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const padded = first <= 32 || last <= 32 ? PADDED : 0;
  return beyond | padded | mainShape(text, seen, beyond) | (beyond !== 0 && BROKEN.test(text) ? DAMAGED : 0);
}

function mainShape(text: string, seen: number, beyond: number): number {
  if (beyond !== 0) return /\P{L}/u.test(text) ? MIXED | formula(text) : LETTERS;
  if ((seen & ~SPACE) === 0) return BLANK;
  if (seen === DIGIT) return DIGITS;
  if ((seen & ~(LETTER | SPACE)) === 0) return LETTERS;
  if ((seen & OTHER) === 0) return NUMERIC.test(text.trim()) ? NUMBER : MIXED;
  return punctuated(text, seen);
}

/** Of texts with more than letters, digits and spaces. */
function punctuated(text: string, seen: number): number {
  const trimmed = (seen & SPACE) === 0 ? text : text.trim();
  if ((seen & DIGIT) !== 0 && NUMERIC.test(trimmed)) return NUMBER;
  if ((seen & DIGIT) !== 0 && DATED.test(trimmed)) return DATE;
  if (trimmed.includes("@") && MAILED.test(trimmed)) return EMAIL;
  return (trimmed.includes("://") && ADDRESSED.test(trimmed) ? ADDRESS : MIXED) | formula(text);
}

/** A number with its sign is none. */
function formula(text: string): number {
  return LEADS_FORMULA.test(text) ? FORMULA : 0;
}
