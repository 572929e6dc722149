import { median } from "../frame/median.ts";
import type { Fit } from "./competitors.ts";
import type { Problem } from "./problem.ts";
import { qualityOf } from "./quality.ts";

/** A problem and everybody's fits, split by split. */
export interface Outcome {
  readonly problem: Problem;
  readonly fits: Readonly<Record<string, readonly Fit[]>>;
  readonly skipped: Readonly<Record<string, string>>;
}

/** One line of the table. */
export interface Line {
  readonly problem: string;
  readonly seconds: Readonly<Record<string, number>>;
  /** Median over the splits of our seconds by LightGBM's on the same split. */
  readonly ratio: number | null;
  readonly metric: string;
  readonly quality: Readonly<Record<string, number>>;
  /** Mean of ours less LightGBM's over the splits, and half its 95 % interval; positive is better. */
  readonly gain: { readonly mean: number; readonly half: number } | null;
  readonly memory: number | null;
}

const OTHERS = ["lightgbm", "xgboost", "sklearn"] as const;

/** Medians and paired comparisons. */
export function linesOf({ problem, fits }: Outcome): Line {
  const each = (of: (fit: Fit) => number): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(fits).map(([name, list]) => [name, median(list.map(of))]));
  const ours = fits.alidade ?? [];
  const theirs = fits.lightgbm ?? [];
  const both = ours
    .map((fit, i) => [fit, theirs[i]] as const)
    .filter((pair): pair is readonly [Fit, Fit] => pair[1] !== undefined);
  const { name: metric, moreIsBetter } = qualityOf(problem.task);
  const sign = moreIsBetter ? 1 : -1;
  return {
    problem: problem.name,
    seconds: each(({ seconds }) => seconds),
    ratio: both.length === 0 ? null : median(both.map(([a, b]) => a.seconds / b.seconds)),
    metric,
    quality: each(({ quality }) => quality),
    gain: both.length === 0 ? null : pairedMean(both.map(([a, b]) => sign * (a.quality - b.quality))),
    memory: both.length === 0 ? null : median(both.map(([a, b]) => a.peakMb / b.peakMb)),
  };
}

/** Two-sided 97.5 % points of Student's t with 1 to 9 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

function pairedMean(gains: readonly number[]): { readonly mean: number; readonly half: number } {
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  if (gains.length < 2) return { mean, half: Number.POSITIVE_INFINITY };
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  return { mean, half: (T[gains.length - 2] ?? 1.96) * Math.sqrt(variance / gains.length) };
}

/** The table as text. */
export function tableOf(lines: readonly Line[]): string {
  const head = [
    "problem",
    "alidade s",
    ...OTHERS.map((name) => `${name} s`),
    "ratio",
    "metric",
    "alidade",
    ...OTHERS,
    "ours − lightgbm",
    "memory",
  ];
  const rows = lines.map((line) => [
    line.problem,
    number(line.seconds.alidade, 2),
    ...OTHERS.map((name) => number(line.seconds[name], 2)),
    number(line.ratio ?? undefined, 2),
    line.metric,
    number(line.quality.alidade, 4),
    ...OTHERS.map((name) => number(line.quality[name], 4)),
    line.gain === null
      ? "–"
      : `${line.gain.mean >= 0 ? "+" : "−"}${Math.abs(line.gain.mean).toFixed(4)} ± ${Number.isFinite(line.gain.half) ? line.gain.half.toFixed(4) : "?"}`,
    number(line.memory ?? undefined, 2),
  ]);
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const text = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  return [head, ...rows].map(text).join("\n  ");
}

function number(value: number | undefined, digits: number): string {
  return value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits);
}

/** The targets, and what was left out. */
export function summaryOf(outcomes: readonly Outcome[], lines: readonly Line[]): readonly string[] {
  const ratios = lines.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
  const skipped = outcomes.flatMap(({ problem, skipped }) =>
    Object.entries(skipped).map(([who, why]) => `skipped: ${problem.name}, ${who}: ${why}`),
  );
  const worse = lines.filter(({ gain }) => gain !== null && gain.mean + gain.half < 0).map(({ problem }) => problem);
  const first = outcomes.find(({ problem }) => problem.name === "100k")?.fits;
  return [
    ...(ratios.length === 0
      ? []
      : [
          `wall time by LightGBM's: median ${median(ratios).toFixed(2)} (target 0.80), worst ${Math.max(...ratios).toFixed(2)} (target 1.00)`,
        ]),
    ...(ratios.length === 0
      ? []
      : [
          worse.length === 0
            ? "quality: nowhere worse than LightGBM beyond noise"
            : `quality: worse than LightGBM beyond noise on ${worse.join(", ")}`,
        ]),
    ...scoringOf(first?.alidade?.[0], first?.lightgbm?.[0]),
    ...skipped,
  ];
}

function scoringOf(ours: Fit | undefined, theirs: Fit | undefined): readonly string[] {
  const of = (what: string, pick: (fit: Fit) => number | undefined): readonly string[] => {
    const mine = ours === undefined ? undefined : pick(ours);
    if (mine === undefined) return [];
    const beside = theirs === undefined ? undefined : pick(theirs);
    return [`${what}: ${mine.toFixed(2)} µs${beside === undefined ? "" : `, LightGBM ${beside.toFixed(2)} µs`}`];
  };
  return [
    ...of("one row, 100 trees, in process (target 5 µs)", ({ oneRow }) => oneRow),
    ...of("a row of a batch", ({ batch }) => batch),
    ...of("a row explained (path-dependent TreeSHAP)", ({ shap }) => shap),
  ];
}
