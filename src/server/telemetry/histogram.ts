import { boundedKey, type Labels } from "./exposition.ts";

/** Takes a duration in seconds. */
export type Observe = (seconds: number) => void;

/** Durations in seconds, counted below bounds, for each combination of labels. */
export interface HistogramFamily {
  /** Where durations under these labels are counted: to be kept by whoever counts often. */
  of(labels: Labels): Observe;
  /** Lines of the text format. */
  lines(): readonly string[];
}

interface Series {
  /** Of each bucket by itself; the last one is above every bound. */
  readonly counts: number[];
  sum: number;
}

/** A family of histograms. `bounds` are upper bounds in seconds, ascending. */
export function histogramFamily(name: string, help: string, bounds: readonly number[]): HistogramFamily {
  const all = new Map<string, Series>();
  return {
    of(labels) {
      const key = boundedKey(all, labels);
      const series = all.get(key) ?? { counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 };
      all.set(key, series);
      return (seconds) => {
        const found = bounds.findIndex((bound) => seconds <= bound);
        const bucket = found === -1 ? bounds.length : found;
        series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
        series.sum += seconds;
      };
    },
    lines: () => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} histogram`,
      ...[...all].flatMap(([labels, series]) => writeSeries(`${name}`, labels, { ...series, bounds })),
    ],
  };
}

function writeSeries(
  name: string,
  labels: string,
  { counts, sum, bounds }: Series & { readonly bounds: readonly number[] },
): readonly string[] {
  let below = 0;
  const buckets = [...bounds.map(String), "+Inf"].map((le, i) => {
    below += counts[i] ?? 0;
    return `${name}_bucket{${labels},le="${le}"} ${below}`;
  });
  return [...buckets, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${below}`];
}
