import { type Instant, type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Envelope } from "../../records/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Design } from "../designs/design.ts";
import { type JournalReadout, joinJournal } from "../journal-readout/join-journal.ts";
import { compareMetric } from "../readout/compare-metric.ts";
import type { Metric } from "../readout/metric.ts";
import type { MetricStatistics } from "../readout/statistics.ts";
import { summarise } from "../readout/summarise.ts";
import { valueIn } from "../readout/value-in.ts";
import { fieldsOf, outcomesOf, watchedOf } from "./metrics-of.ts";
import { watchedTable } from "./watched-table.ts";

/** A stretch of the journal that is looked at as if it had been an experiment. */
export interface AsIfRequest extends Pick<JournalReadout, "system" | "entries" | "now"> {
  /** When it would have begun, milliseconds since 1970. */
  readonly began: Instant;
  /** And ended. */
  readonly until: Instant;
}

/** One metric, as an experiment would have seen it. */
export interface MetricAsIf {
  readonly metric: Metric;
  readonly value: Estimated;
  /** Standard deviation of what one unit adds to it, once its own past is allowed for. */
  readonly sd: number | Insufficient;
  /** Share of the variance that its past has left: 1 without any. */
  readonly kept: number;
}

/** What an experiment would have seen. */
export interface AsIf {
  readonly metrics: readonly MetricAsIf[];
  readonly units: number;
  /** Those of them that had been decided for in the days before. */
  readonly known: number;
  /** Whether that is enough to adjust by. */
  readonly adjusted: boolean;
}

const ARM = "all";
const NAME = "as-if";

/**
 * Reads a stretch of the past as an experiment of one arm, by the very metrics and the very adjustment that its readout would
 * have, so that what is planned is what will be read.
 */
export async function readAsIf({ system, entries, now, began, until }: AsIfRequest): Promise<AsIf> {
  const { watched } = watchedOf(system.objective);
  const design: Design = { name: NAME, unit: "entity", control: ARM, arms: [{ arm: ARM, share: 1 }] };
  const journal = await joinJournal({
    ...{ system, design, now, began },
    entries: taking(entries, { began, until }),
    outcomes: outcomesOf(watched),
    fields: fieldsOf(watched),
  });
  const { table, metrics, known } = watchedTable(journal, { design, system, watched, slices: [] });
  const arm = summarise(table, { experiment: NAME, part: ARM, metrics }).arms[ARM];
  return {
    metrics: metrics.flatMap((metric) => {
      const sums = arm?.metrics[metric.name];
      return sums === undefined ? [] : [seen(metric, sums, arm?.units ?? 0)];
    }),
    units: arm?.units ?? 0,
    known,
    adjusted: metrics[0]?.before !== undefined,
  };
}

/** What fewer units come to says nothing of those to come. */
const LEAST_UNITS = 30;

function seen(metric: Metric, sums: MetricStatistics, units: number): MetricAsIf {
  if (units < LEAST_UNITS) {
    const few = insufficient("too-few-units", { need: LEAST_UNITS, have: units });
    return { metric, value: few, sd: few, kept: 1 };
  }
  const pair = compareMetric(metric, [sums, sums], [sums, sums]);
  const value = valueIn(metric, sums);
  if (isInsufficient(pair)) return { metric, value, sd: pair, kept: 1 };
  const sd = Math.sqrt(pair.control.variance * pair.fewest);
  return { metric, value, sd: sd > 0 ? sd : insufficient("zero-variance"), kept: pair.kept };
}

async function* taking(
  entries: AsIfRequest["entries"],
  { began, until }: Pick<AsIfRequest, "began" | "until">,
): AsyncGenerator<Envelope> {
  for await (const entry of entries) {
    const isIn = entry.kind === "decision" && entry.at >= began && entry.at < until && !isHeldBack(entry.body);
    yield isIn ? { ...entry, body: { ...(entry.body as object), experiment: NAME, arm: ARM, eligible: true } } : entry;
  }
}

/** Those who are held back always are no part of an experiment. */
function isHeldBack(body: unknown): boolean {
  return (body as { readonly purpose?: unknown }).purpose === "holdback";
}
