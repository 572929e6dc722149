import { count, formatQuantity, money } from "../../../report/index.ts";
import type { SystemLook, ValueLook } from "../look.ts";
import { type Place, type Row, roomOf } from "./row.ts";
import { drawn } from "./serving-rows.ts";
import { type Ink, type Span, span, widthOf } from "./spans.ts";

/** Money a day against what is wanted; no row where the objective has none. */
export function valueRows(value: ValueLook | null, place: Place): readonly Row[] {
  if (value === null) return [];
  const words = [...valueSpans(value), span(" ")];
  return [{ name: "Value", left: [...words, drawn(value.days, roomOf(place) - widthOf(words))] }];
}

/** `$685 a day ($610 to $760), target $700`. */
function valueSpans(value: ValueLook): readonly Span[] {
  const { currency, interval, target } = value;
  const word = (amount: number): string => wordMoney(amount, currency);
  const known = interval === null ? "" : ` (${word(interval[0])} to ${word(interval[1])})`;
  return [
    span(`${word(value.perDay)} a day`, "strong"),
    span(known),
    ...(target === null ? [] : [span(", target "), span(word(target), standing(value))]),
  ];
}

/** `$685 a day`. */
export function wordValue({ perDay, currency }: ValueLook): string {
  return `${wordMoney(perDay, currency)} a day`;
}

/** Cents are of interest as long as there are few. */
function wordMoney(amount: number, currency: string): string {
  return formatQuantity(money(amount, currency), Math.abs(amount) < 100 ? 2 : 0);
}

/** Against the target: only what the interval leaves no doubt of has a colour. */
function standing({ target, interval }: ValueLook): Ink {
  if (target === null || interval === null) return "plain";
  if (interval[0] >= target) return "good";
  return interval[1] < target ? "bad" : "plain";
}

/** Outcomes that are known by now. */
export function labelsRow(labels: SystemLook["labels"]): Row {
  if (labels === null) return { name: "Labels", left: [span("Not counted yet by the process that watches", "quiet")] };
  const { today, total } = labels;
  if (total === 0) return { name: "Labels", left: [span("No outcome is known yet", "quiet")] };
  return {
    name: "Labels",
    left: [span(`${formatQuantity(count(today))} today, ${formatQuantity(count(total))} in all`)],
  };
}
