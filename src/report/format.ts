import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import { decimalsFor, formatNumber } from "./format-number.ts";
import { cleanText } from "./text.ts";
import type { Basis, Quantity, Tone, Unit, Value } from "./values.ts";

/** A value ready to be set: its text, and what is shown beside it. */
export interface Shown {
  readonly text: string;
  /** The interval's part of the text, `(0.663 to 0.673)`: it comes last, and is set smaller where there is type for it. */
  readonly interval?: string;
  readonly basis?: Basis;
  readonly tone?: Tone;
  /** Whether there was a value at all. */
  readonly missing?: true;
}

/** What a value takes from where it stands. */
export interface Setting {
  /** The unit of bare numbers. Default: a plain number. */
  readonly unit?: Unit;
  /** How many decimals, so that a column lines up. Default: what the number deserves. */
  readonly decimals?: number;
}

function isInterval(value: Quantity): value is Quantity & { low: number; high: number } {
  return value.low !== undefined && value.high !== undefined;
}

/** How many decimals a quantity deserves. */
export function quantityDecimals(value: Quantity): number {
  return decimalsFor(value.value, value.unit, isInterval(value) ? Math.abs(value.high - value.low) : undefined);
}

function showQuantity(value: Quantity, decimals: number): Shown {
  const one = (n: number): string => {
    const text = formatNumber(n, value.unit, decimals);
    return cleanText(value.signed === true && n > 0 ? `+${text}` : text);
  };
  if (!isInterval(value)) return { text: one(value.value) };
  const interval = `(${one(value.low)} to ${one(value.high)})`;
  return { text: `${one(value.value)} ${interval}`, interval };
}

/** A quantity in words: `0.668 (0.663 to 0.673)`, `+$12.40`, `12.3%`. */
export function formatQuantity(value: Quantity, decimals: number = quantityDecimals(value)): string {
  return showQuantity(value, decimals).text;
}

/** One number of decimals for quantities that stand under each other; money keeps its own. */
export function commonDecimals(values: readonly Quantity[]): number | undefined {
  const decimals = values.filter(({ unit }) => typeof unit === "string" && unit !== "count").map(quantityDecimals);
  return decimals.length === 0 ? undefined : Math.max(...decimals);
}

/** Any value as the text, tag and tone that every surface shows. */
export function show(value: Value, setting: Setting = {}): Shown {
  if (typeof value === "string") return { text: cleanText(value) };
  if (typeof value === "number")
    return {
      text: formatNumber(value, setting.unit, setting.decimals ?? decimalsFor(value, setting.unit ?? "number")),
    };
  if (isInsufficient(value)) return { text: cleanText(wordInsufficient(value)), missing: true };
  const basis = value.basis === undefined ? {} : { basis: value.basis };
  if (value.kind === "words")
    return { text: cleanText(value.text), ...basis, ...(value.tone === undefined ? {} : { tone: value.tone }) };
  return { ...showQuantity(value, setting.decimals ?? quantityDecimals(value)), ...basis };
}

/** A value as one plain text, its basis in brackets. */
export function formatValue(value: Value, unit?: Unit): string {
  const { text, basis } = show(value, unit === undefined ? {} : { unit });
  return basis === undefined ? text : `${text} [${basis}]`;
}

/** Whether a value is a number or stands in for one: such cells are set flush right. */
export function isNumeric(value: Value): boolean {
  return typeof value === "number" || (typeof value === "object" && value.kind === "quantity");
}
