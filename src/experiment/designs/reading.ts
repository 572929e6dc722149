import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { formatNumber, type Tone } from "../../report/index.ts";
import type { Comparison, Estimated } from "../../stats/index.ts";

/** One thing that a design tells, with its interval. */
export interface Finding {
  /** `the decisions`, `the waiting`, `in week 3`. */
  readonly what: string;
  readonly found: Estimated;
  /** What it is counted in: `per entity`, `per decision`, `in all`. */
  readonly per: string;
  readonly note?: string;
}

/** What an experiment tells by its design, beside or in place of the plain comparison of its arms. Plain data. */
export interface DesignReading {
  readonly design: string;
  readonly experiment: string;
  /** For whoever decides. */
  readonly sentence: string;
  readonly tone: Tone;
  readonly findings: readonly Finding[];
  /** What else to know: whole sentences. */
  readonly remarks: readonly string[];
}

/** `$0.40 more per entity (95% interval: $0.20 to $0.60)`, or why there is no number. `currency` is null for credit. */
export function wordFinding({ found, per }: Pick<Finding, "found" | "per">, currency: string | null): string {
  if (isInsufficient(found)) return `${per}: ${wordInsufficient(found)}`;
  const number = (value: number): string =>
    currency === null ? formatNumber(Number(value.toPrecision(3)), "number") : money(value, currency);
  const { value, low, high, level } = found;
  const nothing = low <= 0 && high >= 0 ? ", so perhaps none" : "";
  const interval = `${formatNumber(level, "percent", 0)} interval: ${number(low)} to ${number(high)}${nothing}`;
  return `${number(Math.abs(value))} ${value < 0 ? "less" : "more"} ${per} (${interval})`;
}

/** An amount for a sentence: three digits. */
export function money(value: number, currency: string): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) < 100 ? formatNumber(rounded, { currency }) : formatNumber(rounded, { currency }, 0);
}

const SPANS: readonly (readonly [ms: number, word: string])[] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
  [1, "millisecond"],
];

/** `4 days`, `1 hour`, `90 minutes`: the largest unit that needs no fraction. Zero: `no time`. */
export function wordSpan(ms: number): string {
  const [size, word] = SPANS.find(([size]) => ms > 0 && ms % size === 0) ?? [1, "millisecond"];
  const times = ms / size;
  return ms === 0 ? "no time" : `${formatNumber(times, "count")} ${word}${times === 1 ? "" : "s"}`;
}

/** Whether an interval says that something brings, costs, or neither. */
export function toneOfFound(found: Comparison | Estimated | Insufficient): Tone {
  if (isInsufficient(found)) return "unknown";
  if (found.low > 0) return "good";
  return found.high < 0 ? "bad" : "neutral";
}
