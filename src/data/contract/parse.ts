import { known } from "../../kernel/index.ts";
import type { TimeFormat } from "./field.ts";

/** Every way in which a time may be written. */
export const TIME_FORMATS: readonly TimeFormat[] = [
  "iso",
  "seconds",
  "milliseconds",
  "day/month/year",
  "month/day/year",
];

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A decimal number, spaces around it ignored; NaN for anything else: no hexadecimal, no infinity, no empty text. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

const YES = new Set(["true", "t", "yes", "y", "1"]);
const NO = new Set(["false", "f", "no", "n", "0"]);

/** How a field of flags writes yes and no. */
export interface FlagWords {
  readonly trueValues?: readonly string[];
  readonly falseValues?: readonly string[];
}

/** 1, 0, or NaN for anything else. */
export function parseFlag(text: string, { trueValues, falseValues }: FlagWords): number {
  const plain = text.trim().toLowerCase();
  if (trueValues === undefined ? YES.has(plain) : trueValues.includes(text)) return 1;
  if (falseValues === undefined ? NO.has(plain) : falseValues.includes(text)) return 0;
  return Number.NaN;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;
const SLASHED = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/;

/** Milliseconds since 1970; NaN when the text is not a time of that format. No offset means UTC. */
export function parseTime(text: string, format: TimeFormat): number {
  const trimmed = text.trim();
  if (format === "seconds") return parseNumber(trimmed) * 1_000;
  if (format === "milliseconds") return parseNumber(trimmed);
  if (format === "iso") return fromIso(trimmed);
  return fromSlashed(trimmed, format === "day/month/year");
}

/** Whether a time says by itself how far it is from UTC: with an offset, or as a count of seconds. */
export function hasOffset(text: string, format: TimeFormat): boolean {
  if (format === "seconds" || format === "milliseconds") return true;
  return format === "iso" && ISO.exec(text.trim())?.[8] !== undefined;
}

function fromIso(text: string): number {
  const match = ISO.exec(text);
  if (match === null) return Number.NaN;
  const [, year, month, day, ...clock] = match;
  return instant([year, month, day], clock) - offset(match[8]);
}

function fromSlashed(text: string, dayFirst: boolean): number {
  const match = SLASHED.exec(text);
  if (match === null) return Number.NaN;
  const [, first, second, year, ...clock] = match;
  return instant(dayFirst ? [year, second, first] : [year, first, second], clock);
}

type Part = string | undefined;

/** NaN for a day or an hour that does not exist, such as 30 February. */
function instant(date: readonly Part[], clock: readonly Part[]): number {
  const [year = 0, month = 0, day = 0] = date.map((part) => Number(part ?? 0));
  const [hour = 0, minute = 0, second = 0] = clock.slice(0, 3).map((part) => Number(part ?? 0));
  const milli = Math.floor(Number(`0.${clock[3] ?? "0"}`) * 1_000);
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const real = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return real ? at.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000 + milli : Number.NaN;
}

function offset(zone: Part): number {
  if (zone === undefined || zone === "Z") return 0;
  const sign = known(zone[0], "the sign of an offset") === "-" ? -1 : 1;
  const digits = zone.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)) * 60_000;
}
