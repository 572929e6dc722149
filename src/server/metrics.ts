import type { StageTimes } from "../decide/index.ts";
import { boundedKey, type Labels } from "./telemetry/exposition.ts";
import { histogramFamily, type Observe } from "./telemetry/histogram.ts";

/** Counts and times, in the text format of Prometheus, version 0.0.4. */
export interface Metrics {
  /** Adds one, or `by`. */
  count(name: CounterName, labels: Labels, by?: number): void;
  /** A request's duration in seconds. */
  time(route: string, seconds: number): void;
  /** How long a decision was in each of its stages, in milliseconds. */
  stages(system: string, times: StageTimes): void;
  /** Everything so far. */
  text(): string;
}

const COUNTERS = {
  alidade_decisions_total: "Decisions made and stored.",
  alidade_decisions_unlogged_total: "Decisions made, answered and not stored, because the disk is full.",
  alidade_outcomes_total: "Outcomes reported, new ones and repetitions.",
  alidade_events_total: "Events pushed: accepted, known already, refused by their contract.",
  alidade_events_refused_total: "Events that were refused, by what they broke.",
  alidade_problems_total: "Answers that were problems, by code.",
  alidade_spans_total: "Spans for OpenTelemetry: sent, and dropped because nobody took them.",
} as const;

export type CounterName = keyof typeof COUNTERS;

/** Upper bounds in seconds: a decision takes about a millisecond, and five seconds is far too long. */
const REQUEST_BOUNDS: readonly number[] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** A head answers within microseconds; the disk takes milliseconds. */
const STAGE_BOUNDS: readonly number[] = [
  0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1,
];

/** Counters and histograms, in memory. */
export function metricsOf(): Metrics {
  const counters = new Map<CounterName, Map<string, number>>();
  const requests = histogramFamily(
    "alidade_request_duration_seconds",
    "Time from a request to its answer.",
    REQUEST_BOUNDS,
  );
  const stages = histogramFamily(
    "alidade_decision_stage_seconds",
    "Time of a decision in each of its stages: online, features, heads, policy, journal.",
    STAGE_BOUNDS,
  );
  const timed = new Map<string, Observe>();
  const staged = new Map<string, Map<string, Observe>>();
  return {
    count: (name, labels, by = 1) => {
      const series = counters.get(name) ?? new Map<string, number>();
      counters.set(name, series);
      const key = boundedKey(series, labels);
      series.set(key, (series.get(key) ?? 0) + by);
    },
    time: (route, seconds) => kept(timed, route, () => requests.of({ route }))(seconds),
    stages: (system, times) => {
      const observers = kept(staged, system, () => new Map<string, Observe>());
      for (const stage in times)
        kept(observers, stage, () => stages.of({ system, stage }))((times[stage as keyof StageTimes] ?? 0) / 1_000);
    },
    text: () => [...Object.keys(COUNTERS).flatMap(writeCounter), ...requests.lines(), ...stages.lines(), ""].join("\n"),
  };

  function writeCounter(name: string): readonly string[] {
    const series = counters.get(name as CounterName) ?? new Map<string, number>();
    const lines = [...series].map(([labels, value]) => `${name}{${labels}} ${value}`);
    return [`# HELP ${name} ${COUNTERS[name as CounterName]}`, `# TYPE ${name} counter`, ...lines];
  }
}

function kept<T>(found: Map<string, T>, name: string, make: () => T): T {
  const known = found.get(name) ?? make();
  found.set(name, known);
  return known;
}
