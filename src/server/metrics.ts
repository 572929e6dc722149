/** Names and values of labels, in the order in which they are written. */
type Labels = Readonly<Record<string, string>>;

/** Counts and times, in the text format of Prometheus, version 0.0.4. */
export interface Metrics {
  /** Adds one, or `by`. */
  count(name: CounterName, labels: Labels, by?: number): void;
  /** A request's duration in seconds. */
  time(route: string, seconds: number): void;
  /** Everything so far. */
  text(): string;
}

const COUNTERS = {
  alidade_decisions_total: "Decisions made and stored.",
  alidade_outcomes_total: "Outcomes reported, new ones and repetitions.",
  alidade_events_total: "Events pushed: accepted, known already, refused by their contract.",
  alidade_problems_total: "Answers that were problems, by code.",
} as const;

export type CounterName = keyof typeof COUNTERS;

const DURATION = "alidade_request_duration_seconds";

/** Upper bounds in seconds: a decision takes about a millisecond, and five seconds is far too long. */
const BOUNDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** So many combinations of labels are kept apart; whatever comes after them is counted together as "other". */
const MOST_SERIES = 500;

/** Counters and one histogram, in memory. */
export function metricsOf(): Metrics {
  const counters = new Map<CounterName, Map<string, number>>();
  const durations = new Map<string, Histogram>();
  return {
    count: (name, labels, by = 1) => {
      const series = counters.get(name) ?? new Map<string, number>();
      counters.set(name, series);
      const key = bounded(series, labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    time: (route, seconds) => {
      const histogram = durations.get(route) ?? { counts: new Array(BOUNDS.length + 1).fill(0), sum: 0 };
      durations.set(route, histogram);
      observe(histogram, seconds);
    },
    text: () => [...Object.keys(COUNTERS).flatMap(writeCounter), ...writeDurations(durations), ""].join("\n"),
  };

  function writeCounter(name: string): readonly string[] {
    const series = counters.get(name as CounterName) ?? new Map<string, number>();
    const lines = [...series].map(([labels, value]) => `${name}{${labels}} ${value}`);
    return [`# HELP ${name} ${COUNTERS[name as CounterName]}`, `# TYPE ${name} counter`, ...lines];
  }
}

interface Histogram {
  /** Of each bucket by itself; the last one is above every bound. */
  readonly counts: number[];
  sum: number;
}

function observe(histogram: Histogram, seconds: number): void {
  const found = BOUNDS.findIndex((bound) => seconds <= bound);
  const bucket = found === -1 ? BOUNDS.length : found;
  histogram.counts[bucket] = (histogram.counts[bucket] ?? 0) + 1;
  histogram.sum += seconds;
}

function bounded(series: ReadonlyMap<string, number>, labels: Labels): string {
  const key = writeLabels(labels);
  if (series.has(key) || series.size < MOST_SERIES) return key;
  return writeLabels(Object.fromEntries(Object.keys(labels).map((name) => [name, "other"])));
}

function writeDurations(durations: ReadonlyMap<string, Histogram>): readonly string[] {
  const lines = [...durations].flatMap(([route, histogram]) => writeHistogram(route, histogram));
  return [`# HELP ${DURATION} Time from a request to its answer.`, `# TYPE ${DURATION} histogram`, ...lines];
}

function writeHistogram(route: string, { counts, sum }: Histogram): readonly string[] {
  let below = 0;
  const buckets = [...BOUNDS.map(String), "+Inf"].map((le, i) => {
    below += counts[i] ?? 0;
    return `${DURATION}_bucket{${writeLabels({ route, le })}} ${below}`;
  });
  const labels = writeLabels({ route });
  return [...buckets, `${DURATION}_sum{${labels}} ${sum}`, `${DURATION}_count{${labels}} ${below}`];
}

function writeLabels(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (found) => ESCAPED[found] ?? found)}"`)
    .join(",");
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
