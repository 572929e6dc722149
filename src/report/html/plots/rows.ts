import type { Markish, PlotOptions } from "@observablehq/plot";
import { type Axis, extent, type Reference } from "../../blocks/axis.ts";
import { wrapText } from "../../text.ts";
import { fitName, inkWidth } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { axisBelow, label, padded, sheetOptions, upright } from "./frame.ts";

/** A named row of a plot with its numbers in words. */
export interface Row {
  readonly name: string;
  readonly words: string;
  /** The same without its interval, for where there is no room. */
  readonly short: string;
  /** Whether there is nothing to draw: the words then stand in the row itself. */
  readonly missing: boolean;
}

/** Named rows under each other over one level axis. Row i is centred at y = i. */
export interface Rows {
  readonly axis: Axis;
  readonly rows: readonly Row[];
  readonly reference?: Reference | undefined;
  /** All values that must be in sight. */
  readonly values: readonly number[];
  /** Whether the axis must start at zero (bars) rather than leave air. */
  readonly fromZero: boolean;
  readonly marks: readonly Markish[];
}

const MAX_NAME = 230;
/** Left and right margin of a narrow sheet together. */
const NARROW_SIDES = 20;

interface Margin {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function domainOf({ axis, values, reference, fromZero }: Rows): readonly [number, number] {
  if (axis.domain !== undefined) return axis.domain;
  const reach = extent([...values, ...(reference === undefined ? [] : [reference.at]), ...(fromZero ? [0] : [])]);
  return fromZero ? [reach[0], reach[1]] : padded(reach, 0.04);
}

/** On a wide sheet names stand left and numbers right; on a narrow one both stand above their row. */
function margins({ rows, reference }: Rows, { narrow }: Sheet): Margin {
  const top = reference === undefined ? 8 : 30;
  if (narrow) return { left: NARROW_SIDES / 2, right: NARROW_SIDES / 2, top, bottom: 46 };
  const widest = (texts: readonly string[]): number => Math.max(40, ...texts.map(inkWidth));
  const left = Math.min(MAX_NAME, widest(rows.map((row) => row.name)));
  const right = widest(rows.filter((row) => !row.missing).map((row) => row.words));
  return { left: left + 18, right: right + 24, top, bottom: 46 };
}

function wideLabels({ plots }: Sheet, rows: readonly Row[], at: { margin: Margin; low: number }): Markish[] {
  const quiet = { fill: "var(--muted)" };
  const left = { frameAnchor: "left", textAnchor: "start", dx: -at.margin.left };
  const right = { frameAnchor: "right", textAnchor: "end", dx: at.margin.right };
  return rows.flatMap((row, i) => [
    label(plots, fitName(row.name, MAX_NAME), { y: [i], ...left }),
    row.missing
      ? label(plots, row.words, { x: [at.low], y: [i], textAnchor: "start", dx: 8, fontStyle: "italic", ...quiet })
      : label(plots, row.words, { y: [i], ...right, ...quiet }),
  ]);
}

/** Whether every name and its numbers fit side by side; if not, the intervals are left to the drawing and its table. */
function allFit(rows: readonly Row[], room: number): boolean {
  return rows.every((row) => row.missing || inkWidth(row.name) + inkWidth(row.words) + 12 <= room);
}

function narrowLabels(sheet: Sheet, rows: readonly Row[]): Markish[] {
  const room = sheet.width;
  const full = allFit(rows, room);
  const side = NARROW_SIDES / 2;
  const above = { dy: -16, dx: -side, frameAnchor: "left", textAnchor: "start" };
  const quiet = { fill: "var(--muted)" };
  return rows.flatMap((row, i) => {
    if (row.missing) {
      const words = wrapText(row.words, Math.floor(room / inkWidth("n")))
        .slice(0, 2)
        .join("\n");
      return [
        label(sheet.plots, fitName(row.name, room), { y: [i], ...above }),
        label(sheet.plots, words, { y: [i], ...above, ...quiet, dy: 5, fontStyle: "italic" }),
      ];
    }
    const words = full ? row.words : row.short;
    return [
      label(sheet.plots, fitName(row.name, room - inkWidth(words) - 12), { y: [i], ...above }),
      label(sheet.plots, words, { y: [i], ...above, ...quiet, frameAnchor: "right", textAnchor: "end", dx: side }),
    ];
  });
}

/** Lays the rows out. */
export function layRows(sheet: Sheet, rows: Rows): PlotOptions {
  const domain = domainOf(rows);
  const margin = margins(rows, sheet);
  const count = rows.rows.length;
  const ticks = sheet.narrow ? 4 : Math.max(2, Math.floor((sheet.width - margin.left - margin.right) / 70));
  return {
    ...sheetOptions(sheet),
    height: margin.top + margin.bottom + Math.max(1, count) * (sheet.narrow ? 46 : 32),
    marginTop: margin.top,
    marginBottom: margin.bottom,
    marginLeft: margin.left,
    marginRight: margin.right,
    x: { domain: [...domain] },
    y: { domain: [sheet.narrow ? -0.75 : -0.5, Math.max(1, count) - 0.5], reverse: true, axis: null },
    marks: [
      sheet.plots.gridX({ ticks, stroke: "var(--rule)", strokeOpacity: 1 }),
      ...(rows.reference === undefined ? [] : upright(sheet, rows.reference, domain)),
      ...rows.marks,
      ...(sheet.narrow ? narrowLabels(sheet, rows.rows) : wideLabels(sheet, rows.rows, { margin, low: domain[0] })),
      axisBelow(sheet, rows.axis, { ticks }),
    ],
  };
}
