import type { Markish, PlotOptions } from "@observablehq/plot";
import { frontLines, type ParallelPlot, type SettledAxis, settleAxes } from "../../blocks/parallel-plot.ts";
import { cleanText } from "../../text.ts";
import { fitName, LETTERS, SMALL_LETTERS } from "../ink.ts";
import type { Sheet } from "../pen.ts";
import { sheetOptions } from "./frame.ts";

/** How far a tick's text stands from its end of an axis, pixels. */
const AWAY = 12;
/** Names stand on so many levels in turn, so that neighbours do not run into each other. */
const LEVELS = { wide: 2, narrow: 3 } as const;
const LEVEL = 16;

/** One line per thing across upright axes; the best in front, the others a mist behind. */
export function drawParallelPlot(plot: ParallelPlot, sheet: Sheet): PlotOptions {
  const axes = settleAxes(plot);
  const levels = Math.min(axes.length, sheet.narrow ? LEVELS.narrow : LEVELS.wide);
  const front = frontLines(plot);
  const lines = plot.lines.map(({ values }) => axes.map((axis, i) => ({ x: i, y: axis.place(values[i]) })));
  const marks = lines.map((points, i) => across(sheet, points, i < front));
  const room = (sheet.width / Math.max(1, axes.length)) * levels * 0.95;
  return {
    ...sheetOptions(sheet),
    height: (sheet.narrow ? 240 : 320) + LEVEL * levels,
    marginLeft: 40,
    marginRight: 40,
    marginTop: 24 + LEVEL * levels,
    marginBottom: 28,
    x: { domain: [0, Math.max(1, axes.length - 1)], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      ...marks.toReversed(),
      sheet.plots.ruleX(axes.keys(), { stroke: "var(--muted)", strokeWidth: 1 }),
      ...axes.flatMap((axis, i) => [
        sheet.plots.text([fitName(cleanText(axis.name), room)], {
          ...{ ...LETTERS, x: [i], y: [1], lineAnchor: "bottom", dy: -AWAY - 12 - LEVEL * (i % levels) },
          ...{ textAnchor: anchorAt(i, axes.length) },
        }),
        ...ticks(sheet, axis, i),
      ]),
    ],
  };
}

/** Names at the sheet's edges grow inwards. */
function anchorAt(index: number, count: number): "start" | "middle" | "end" {
  if (index === 0 && count > 1) return "start";
  return index === count - 1 && count > 1 ? "end" : "middle";
}

function across({ plots }: Sheet, points: readonly object[], inFront: boolean): Markish {
  const ink = inFront
    ? { stroke: "var(--accent)", strokeWidth: 2, strokeOpacity: 0.9 }
    : { stroke: "var(--muted)", strokeWidth: 1, strokeOpacity: 0.28 };
  return plots.line(points, { x: "x", y: "y", ...ink });
}

/** The ends below and above an axis; words beside their places. */
function ticks({ plots }: Sheet, { ticks: all }: SettledAxis, index: number): Markish[] {
  return all.map(({ place, text }) => {
    const isEnd = place === 0 || place === 1;
    const away = place === 1 ? -AWAY : AWAY;
    const at = isEnd ? { dy: away } : { dx: 4, textAnchor: "start" as const };
    return plots.text([cleanText(text)], { ...SMALL_LETTERS, x: [index], y: [place], ...at });
  });
}
