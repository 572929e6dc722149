import { isInsufficient } from "../../kernel/index.ts";
import { extent, onAxis, tickOn } from "../blocks/axis.ts";
import type { BarPlot } from "../blocks/bar-plot.ts";
import { type CalibrationPlot, wordObserved } from "../blocks/calibration-plot.ts";
import { type Histogram, histogramBars } from "../blocks/histogram.ts";
import { type IntervalPlot, wordItems } from "../blocks/interval-plot.ts";
import type { LinePlot } from "../blocks/line-plot.ts";
import { frontLines, type ParallelPlot, settleAxes } from "../blocks/parallel-plot.ts";
import type { Plot } from "../blocks/plot.ts";
import type { ScatterPlot } from "../blocks/scatter-plot.ts";
import { formatQuantity } from "../format.ts";
import { formatNumber } from "../format-number.ts";
import { cleanText } from "../text.ts";
import { estimate } from "../values.ts";
import type { Screen } from "./paint.ts";
import { proseLines } from "./prose.ts";
import { layoutRows, type Row, rowsLines, scaleLines, scaleOf } from "./rows.ts";
import { bar, resample, signedBar, sparkline, whisker } from "./strokes.ts";

function intervalLines(plot: IntervalPlot, screen: Screen): string[] {
  const at = plot.reference?.at;
  const values = plot.items.flatMap(({ estimate }) =>
    isInsufficient(estimate) ? [] : [estimate.value, estimate.low, estimate.high],
  );
  const allWords = wordItems(plot);
  const ends = plot.value.domain ?? extent(at === undefined ? values : [...values, at]);
  const rows = plot.items.map((item, i): Row => {
    const { name, estimate, tone } = item;
    const words = allWords[i]?.full ?? "";
    if (isInsufficient(estimate)) return { name, words };
    const shape = { ...estimate, tone: tone ?? "neutral" };
    const draw = (columns: number): string => screen.paint.tone(shape.tone, whisker(shape, scaleOf(ends, columns), at));
    return { name, words, draw };
  });
  const [low, high] = ends;
  const words = { low: tickOn(plot.value, low), high: tickOn(plot.value, high), reference: plot.reference };
  return [...rowsLines(rows, screen), ...scaleLines(words, layoutRows(rows, screen.width), screen)];
}

function barLines(plot: BarPlot, screen: Screen): string[] {
  const least = Math.min(...plot.bars.map(({ value }) => value).filter(Number.isFinite), 0);
  if (least < 0) return signedBarLines(plot, screen, least);
  const most = Math.max(...plot.bars.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 0) || 1;
  const rows = plot.bars.map(({ name, value }): Row => {
    const draw = (columns: number): string => {
      const body = Number.isFinite(value) ? bar(Math.abs(value) / most, columns) : "";
      return screen.paint.accent(body) + " ".repeat(columns - body.length);
    };
    return { name, words: onAxis(plot.value, value), draw };
  });
  return rowsLines(rows, screen);
}

function signedBarLines(plot: BarPlot, screen: Screen, least: number): string[] {
  const most = Math.max(...plot.bars.map(({ value }) => value).filter(Number.isFinite), 0);
  const rows = plot.bars.map(({ name, value }): Row => {
    const draw = (columns: number): string => {
      const drawn = signedBar(Number.isFinite(value) ? value : 0, scaleOf([least, most], columns));
      return screen.paint.accent(drawn);
    };
    return { name, words: onAxis(plot.value, value), draw };
  });
  return rowsLines(rows, screen);
}

function lineLines(plot: LinePlot, screen: Screen): string[] {
  const [low, high] = plot.y.domain ?? extent(plot.series.flatMap(({ points }) => points.map(([, y]) => y)));
  const rows = plot.series.map(({ name, points }): Row => {
    const shown = points.filter(([, y]) => Number.isFinite(y));
    const [first, last] = [shown[0], shown[shown.length - 1]];
    if (first === undefined || last === undefined) return { name, words: "no points" };
    const draw = (columns: number): string => screen.paint.accent(sparkline(resample(points, columns), low, high));
    return { name, words: `${onAxis(plot.y, first[1])} → ${onAxis(plot.y, last[1])}`, draw };
  });
  const [from, to] = extent(plot.series.flatMap(({ points }) => points.map(([x]) => x)));
  const ends = { low: tickOn(plot.x, from), high: tickOn(plot.x, to) };
  const axes = `${plot.y.label}, ${tickOn(plot.y, low)} to ${tickOn(plot.y, high)}, by ${plot.x.label}`;
  return [
    ...rowsLines(rows, screen),
    ...scaleLines(ends, layoutRows(rows, screen.width), screen),
    `  ${screen.paint.quiet(cleanText(axes))}`,
  ];
}

function calibrationLines(plot: CalibrationPlot, screen: Screen): string[] {
  const ends = extent([0, ...plot.bins.flatMap(({ score, high }) => [score, high])]);
  const rows = plot.bins.map((bin): Row => {
    const shape = { value: bin.observed, low: bin.low, high: bin.high };
    const draw = (columns: number): string => whisker(shape, scaleOf(ends, columns), bin.score);
    return { name: `said ${formatNumber(bin.score, "percent")}`, words: wordObserved(bin), draw };
  });
  const reference = { at: 0, label: `what was said; the dot is the share ${plot.outcome}` };
  const words = { low: "0%", high: formatNumber(ends[1], "percent"), reference };
  return [...rowsLines(rows, screen), ...scaleLines(words, layoutRows(rows, screen.width), screen)];
}

function histogramLines(plot: Histogram, screen: Screen): string[] {
  const rows = plot.series.map((series): Row => {
    const heights = histogramBars(plot, series).map(({ height }) => height);
    const total = series.counts.reduce((sum, n) => sum + n, 0);
    const draw = (columns: number): string => {
      const steps = Array.from({ length: columns }, (_, i) => heights[Math.floor((i * heights.length) / columns)] ?? 0);
      return screen.paint.accent(sparkline(steps, 0, Math.max(...heights)));
    };
    return { name: series.name, words: `${formatNumber(total, "count")} values`, draw };
  });
  const [low, high] = extent(plot.edges);
  const ends = { low: tickOn(plot.x, low), high: tickOn(plot.x, high) };
  return [...rowsLines(rows, screen), ...scaleLines(ends, layoutRows(rows, screen.width), screen)];
}

/** An axis of numbers per row: where the best lie, and the first of them as the dot. Words have no range to draw. */
function parallelLines(plot: ParallelPlot, screen: Screen): string[] {
  const front = plot.lines.slice(0, frontLines(plot));
  const rows = settleAxes(plot).flatMap((axis, i): Row[] => {
    if (axis.isWords) return [];
    const places = front.flatMap(({ values }) => axis.place(values[i]) ?? []);
    const first = axis.place(front[0]?.values[i]);
    const words = axis.ticks.map(({ text }) => text).join(" to ");
    if (first === null) return [{ name: axis.name, words }];
    const shape = { value: first, low: Math.min(...places), high: Math.max(...places) };
    const draw = (columns: number): string => screen.paint.accent(whisker(shape, scaleOf([0, 1], columns)));
    return [{ name: axis.name, words, draw }];
  });
  const line = front.length > 1 ? ` The line: where the first ${front.length} lie.` : "";
  const said = `The dot: the first of the ${plot.lines.length}.${line} The numbers: the least and the greatest of all.`;
  return [
    ...rowsLines(rows, screen),
    ...proseLines(said, screen.width - 2).map((one) => screen.paint.quiet(`  ${one}`)),
  ];
}

/** A row per dot, the least along the level axis first: what a letter's height cannot show is said in words. */
function scatterLines(plot: ScatterPlot, screen: Screen): string[] {
  const ends = plot.y.domain ?? extent(plot.dots.flatMap(({ y }) => [y.low, y.high]));
  const unit = plot.y.unit ?? "number";
  const rows = plot.dots
    .toSorted((a, b) => a.x.value - b.x.value)
    .map(({ name, x, y }): Row => {
      const draw = (columns: number): string => screen.paint.accent(whisker(y, scaleOf(ends, columns), 0));
      return { name: `${name}, ${onAxis(plot.x, x.value)}`, words: formatQuantity(estimate(y, unit)), draw };
    });
  const words = { low: tickOn(plot.y, ends[0]), high: tickOn(plot.y, ends[1]), reference: undefined };
  const said = `Each row: ${plot.x.label}; the whisker: ${plot.y.label}.`;
  return [
    ...rowsLines(rows, screen),
    ...scaleLines(words, layoutRows(rows, screen.width), screen),
    `  ${screen.paint.quiet(cleanText(said))}`,
  ];
}

/** A plot drawn in text. */
export function plotLines(plot: Plot, screen: Screen): string[] {
  const title = `  ${screen.paint.strong(cleanText(plot.title))}`;
  switch (plot.kind) {
    case "interval-plot":
      return [title, ...intervalLines(plot, screen)];
    case "bar-plot":
      return [title, ...barLines(plot, screen)];
    case "line-plot":
      return [title, ...lineLines(plot, screen)];
    case "calibration-plot":
      return [title, ...calibrationLines(plot, screen)];
    case "histogram":
      return [title, ...histogramLines(plot, screen)];
    case "parallel-plot":
      return [title, ...parallelLines(plot, screen)];
    case "scatter-plot":
      return [title, ...scatterLines(plot, screen)];
  }
}
