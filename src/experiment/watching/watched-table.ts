import type { Quantity } from "../../objective/index.ts";
import type { Design } from "../designs/design.ts";
import type { JoinedJournal } from "../journal-readout/join-journal.ts";
import type { PricedSystem } from "../journal-readout/pricer.ts";
import { tableOfUnits } from "../readout/journal-statistics.ts";
import type { Metric } from "../readout/metric.ts";
import type { Noticed } from "../readout/statistics.ts";
import { NO_NAME, type UnitTable } from "../readout/unit-table.ts";
import { moneyByAge } from "./by-age.ts";
import {
  beforeColumn,
  experimentMetrics,
  quantitiesOf,
  retainedColumn,
  retentionDays,
  type Watched,
} from "./metrics-of.ts";
import { firstSeen, segmentsBy } from "./segments-of.ts";
import { gatherColumns, gatherNested } from "./unit-columns.ts";

/** The units of an experiment with all that its metrics ask for. */
export interface WatchedTable {
  readonly table: UnitTable;
  readonly metrics: readonly Metric[];
  readonly noticed: Noticed;
  /** Units that had been decided for before it began. */
  readonly known: number;
  /** How long a stretch of age is, in days; null where too few come back for a check on novelty. */
  readonly stretch: number | null;
}

export interface WatchedRequest {
  readonly design: Design;
  readonly system: PricedSystem;
  readonly watched: Watched;
  /** Fields by which units are told apart. */
  readonly slices: readonly string[];
}

const DAY = 86_400_000;
/** So few units with a past say nothing of the others: then nothing is adjusted. */
const LEAST_KNOWN = 30;
const MONEY: Quantity = { quantity: "money" };

/** One wide row for each unit: sums of every watched quantity, the same from before, what sets it apart, its age. */
export function watchedTable(
  journal: JoinedJournal,
  { design, system, watched, slices }: WatchedRequest,
): WatchedTable {
  const { collected, decisions, aftermath, past, timing } = journal;
  const base = tableOfUnits(design, collected.units);
  const rows = new Map(collected.units.map(({ unit }, row) => [unit, row]));
  const quantities = quantitiesOf(watched);
  const known = new Set(past.decisions.flatMap(({ subject = "" }) => (rows.has(subject) ? [subject] : []))).size;
  const hasPast = known >= LEAST_KNOWN;
  const before = hasPast
    ? gatherColumns({
        decisions: past.decisions,
        rows,
        quantities: [MONEY, ...quantities],
        source: { system, aftermath: past.aftermath },
      })
    : {};
  const entered = base.entered ?? new Float64Array(rows.size);
  const byAge = moneyByAge({ decisions, rows, entered, aftermath });
  const source = { system, aftermath };
  const nested = Object.values(watched).flatMap(({ measure }) => (measure.measure === "quantile" ? [measure.of] : []));
  const strays = base.arms.codes.reduce((sum, code) => (code === NO_NAME ? sum + 1 : sum), 0);
  return {
    table: {
      ...base,
      columns: {
        ...base.columns,
        ...gatherColumns({ decisions, rows, quantities, source }),
        ...Object.fromEntries(Object.entries(before).map(([name, column]) => [beforeColumn(name), column])),
        ...retainedColumns(journal, { rows, entered, days: retentionDays(watched) }),
      },
      nested: gatherNested({ decisions, rows, quantities: nested, source }) ?? {},
      segments: Object.fromEntries(
        slices.map((field) => [field, segmentsBy(field, firstSeen(field, decisions, rows))]),
      ),
      ...(byAge === undefined ? {} : { days: { money: byAge.columns } }),
    },
    metrics: experimentMetrics(watched, { before: hasPast }),
    noticed: { strays, crossed: collected.crossed, ...timing },
    known,
    stretch: byAge?.stretch ?? null,
  };
}

interface Retained {
  readonly rows: ReadonlyMap<string, number>;
  readonly entered: Float64Array;
  readonly days: readonly number[];
}

/** Who was decided for again so many days after the first time, or later. */
function retainedColumns(
  { decisions, asOf }: JoinedJournal,
  { rows, entered, days }: Retained,
): Readonly<Record<string, Float64Array>> {
  const last = new Float64Array(entered);
  for (const { subject = "", at } of decisions) {
    const row = rows.get(subject);
    if (row !== undefined) last[row] = Math.max(last[row] as number, at);
  }
  const backAfter = (day: number): Float64Array =>
    entered.map((at, row) => {
      if (asOf - at < day * DAY) return Number.NaN;
      return (last[row] as number) - at >= day * DAY ? 1 : 0;
    });
  return Object.fromEntries(days.map((day) => [retainedColumn(day), backAfter(day)]));
}
