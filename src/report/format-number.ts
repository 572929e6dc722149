import { formatBytes, formatDuration, formatTime } from "./format-scaled.ts";
import type { Unit } from "./values.ts";

const MINUS = "\u2212";
const MAX_DECIMALS = 8;

/** Power of ten of the leading digit: 0 for 1 to 9.99, -1 for 0.1 to 0.99. */
function magnitude(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log10(Number(Math.abs(value).toPrecision(6))));
}

function clampDecimals(decimals: number): number {
  return Math.min(MAX_DECIMALS, Math.max(0, decimals));
}

/** Decimals that show `digits` significant digits of a value, without trailing zeros. */
function significantDecimals(value: number, digits: number): number {
  const decimals = clampDecimals(digits - 1 - magnitude(value));
  const fraction = Math.abs(value).toFixed(decimals).split(".")[1] ?? "";
  return fraction.replace(/0+$/, "").length;
}

/** Decimals that show two digits of an interval's width: more would pretend, fewer would hide. */
function widthDecimals(width: number): number {
  return width > 0 && Number.isFinite(width) ? clampDecimals(1 - magnitude(width)) : 0;
}

/** The number as it is printed: percentages are shares times 100. */
function printed(value: number, unit: Unit): number {
  return unit === "percent" ? value * 100 : value;
}

/** An amount whose interval is this wide is not known to the cent. */
const COARSE = 100;

function moneyDecimals(value: number, width = 0): number {
  const size = Math.max(Math.abs(value), width);
  if (size >= 100_000 || width >= COARSE) return 0;
  return size > 0 && size < 1 ? Math.max(2, significantDecimals(size, 3)) : 2;
}

/**
 * How many decimals one number, or an estimate with an interval of that width, deserves. Four significant digits for
 * plain numbers, one decimal for percentages (two digits below 1%), cents for money (three digits below 1, none from
 * 100,000 on); an estimate shows two digits of its interval's width.
 */
export function decimalsFor(value: number, unit: Unit, width?: number): number {
  const shown = printed(value, unit);
  if (!Number.isFinite(shown)) return 0;
  if (typeof unit === "object") return moneyDecimals(value, width);
  if (unit === "count") return 0;
  if (width !== undefined) return widthDecimals(printed(width, unit));
  if (unit === "percent") return Math.abs(shown) < 1 ? significantDecimals(shown, 2) : Math.abs(shown) < 99.95 ? 1 : 0;
  return significantDecimals(shown, 4);
}

/** Formats by currency (none: a plain number) and decimals: to make one takes as long as to use it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(decimals: number, currency?: string): Intl.NumberFormat {
  const key = `${currency ?? ""}/${decimals}`;
  const made =
    formats.get(key) ??
    new Intl.NumberFormat("en-US", {
      ...(currency === undefined ? {} : { style: "currency", currency }),
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });
  formats.set(key, made);
  return made;
}

function fixed(value: number, decimals: number): string {
  return formatOf(decimals).format(value).replace("-", MINUS);
}

/** The decimals that a currency is written with: a yen has no cents. */
function ownDecimals(currency: string): number {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function formatMoney(value: number, currency: string, decimals: number): string {
  if (!/^[A-Z]{3}$/.test(currency)) return `${fixed(value, decimals)} ${currency}`;
  // Two decimals are only our own default.
  const digits = decimals === 2 ? ownDecimals(currency) : decimals;
  return formatOf(digits, currency).format(value).replace("-", MINUS);
}

/** A number in a unit as a person reads it; a dash when it is not finite. */
export function formatNumber(
  value: number,
  unit: Unit = "number",
  decimals: number = decimalsFor(value, unit),
): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : value > 0 ? "∞" : `${MINUS}∞`;
  if (typeof unit === "object") return formatMoney(value, unit.currency, decimals);
  if (unit === "percent") return `${fixed(value * 100, decimals)}%`;
  if (unit === "duration") return signed(value, formatDuration);
  if (unit === "bytes") return signed(value, formatBytes);
  if (unit === "time") return formatTime(value);
  return fixed(value, decimals);
}

function signed(value: number, format: (size: number) => string): string {
  return value < 0 ? MINUS + format(-value) : format(value);
}

/** How many decimals the ticks of one axis need, so that 0.60 stands beside 0.62. */
export function tickDecimals(ticks: readonly number[], unit: Unit = "number"): number {
  const decimals = ticks.map((tick) => significantDecimals(printed(tick, unit), 4));
  const most = Math.max(0, ...decimals);
  return typeof unit === "object" && most > 0 ? Math.max(2, most) : most;
}

/** A number for the tick of an axis: as short as it can be (`$10K`, `25%`). Default decimals: what it alone needs. */
export function formatTick(
  value: number,
  unit: Unit = "number",
  decimals: number = tickDecimals([value], unit),
): string {
  if (unit === "duration" || unit === "bytes" || unit === "time" || !Number.isFinite(value))
    return formatNumber(value, unit);
  if (Math.abs(printed(value, unit)) < 10_000) return formatNumber(value, unit, decimals);
  const compact = { notation: "compact", maximumFractionDigits: 1 } as const;
  const currency = typeof unit === "object" ? unit.currency : "";
  const style = /^[A-Z]{3}$/.test(currency) ? ({ style: "currency", currency } as const) : {};
  const text = new Intl.NumberFormat("en-US", { ...compact, ...style }).format(printed(value, unit));
  const suffix = unit === "percent" ? "%" : currency === "" || "style" in style ? "" : ` ${currency}`;
  return (text + suffix).replace("-", MINUS);
}
