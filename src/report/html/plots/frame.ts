import type { Markish, PlotOptions } from "@observablehq/plot";
import type { Axis, Reference } from "../../blocks/axis.ts";
import { formatTick, tickDecimals } from "../../format-number.ts";
import { cleanText, wrapText } from "../../text.ts";
import { inkWidth, LETTERS, SMALL_LETTERS } from "../ink.ts";
import type { Plots, Sheet } from "../pen.ts";

/** The axes' ink: ticks without marks, a light grid, labels in plain words without arrows. */
const QUIET = { tickSize: 0, labelArrow: "none", color: "var(--muted)", fontSize: 12, labelOffset: 38 } as const;

/** A tick on a time axis comes as a date. */
type Tick = number | Date;
type TickFormat = (value: Tick, index: number, all?: readonly Tick[]) => string;

/** Ticks of one axis share their decimals. */
function tick({ unit = "number" }: Axis): TickFormat {
  return (value, _, all = [value]) => cleanText(formatTick(Number(value), unit, tickDecimals(all.map(Number), unit)));
}

/** A level axis under the plot with its label in the middle. */
export function axisBelow(sheet: Sheet, axis: Axis, options: { readonly ticks?: number } = {}): Markish {
  // A date takes twice the room of a number.
  const share = axis.unit === "time" ? 0.5 : 1;
  const ticks = options.ticks ?? Math.round((sheet.narrow ? 4 : 7) * share);
  const label = cleanText(axis.label);
  return sheet.plots.axisX({ ...QUIET, ticks, tickFormat: tick(axis), label, labelAnchor: "center", anchor: "bottom" });
}

/** An upright axis on the left, with level grid lines; its label stands at the top of the margin, level too. */
export function axisLeft({ plots, narrow }: Sheet, axis: Axis, marginTop: number): Markish[] {
  const ticks = narrow ? 4 : 5;
  return [
    plots.gridY({ ticks, stroke: "var(--rule)", strokeOpacity: 1 }),
    plots.axisY({ ...QUIET, ticks, tickFormat: tick(axis), label: null }),
    plots.text([cleanText(axis.label)], {
      ...SMALL_LETTERS,
      frameAnchor: "top-left",
      textAnchor: "start",
      lineAnchor: "bottom",
      dx: -marginFor(axis) + 4,
      dy: 20 - marginTop,
    }),
  ];
}

/** Room for the ticks of an upright axis. */
export function marginFor(axis: Axis): number {
  const unit = axis.unit ?? "number";
  const ends = axis.domain ?? [0.001, 1_000];
  return Math.max(36, ...ends.map((end) => inkWidth(formatTick(Number(end.toPrecision(2)), unit)) + 14));
}

/** The values with a little air on both sides. */
export function padded([low, high]: readonly [number, number], share: number): [number, number] {
  const air = (high - low) * share;
  return [low - air, high + air];
}

/** An upright reference line with its label at the top, on the side where there is room. */
export function upright({ plots }: Sheet, reference: Reference, domain: readonly [number, number]): Markish[] {
  const right = reference.at > (domain[0] + domain[1]) / 2;
  return [
    plots.ruleX([reference.at], { stroke: "var(--ink)", strokeOpacity: 0.55, strokeDasharray: "3 3" }),
    plots.text([wrapText(cleanText(reference.label), 26).join("\n")], {
      ...SMALL_LETTERS,
      x: [reference.at],
      frameAnchor: "top",
      lineAnchor: "bottom",
      textAnchor: right ? "end" : "start",
      dx: right ? 4 : -4,
      dy: -6,
    }),
  ];
}

/** A level reference line with its label at the right end. */
export function level({ plots }: Sheet, reference: Reference): Markish[] {
  return [
    plots.ruleY([reference.at], { stroke: "var(--ink)", strokeOpacity: 0.55, strokeDasharray: "3 3" }),
    plots.text([cleanText(reference.label)], {
      ...SMALL_LETTERS,
      y: [reference.at],
      frameAnchor: "right",
      textAnchor: "end",
      lineAnchor: "bottom",
      dy: -4,
    }),
  ];
}

/** One text at one place in data coordinates. */
export function label(plots: Plots, text: string, options: Readonly<Record<string, unknown>>): Markish {
  return plots.text([text.split("\n").map(cleanText).join("\n")], { ...LETTERS, ...options });
}

/** What all plots have in common. */
export function sheetOptions({ width }: Sheet): PlotOptions {
  return { width, style: { fontSize: "12px", background: "none", overflow: "visible" } };
}
