import type { Noticed } from "./statistics.ts";
import type { UnitTable } from "./unit-table.ts";

/** A unit met an arm. */
export interface Exposure {
  readonly unit: string;
  readonly arm: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Something that a unit did. */
export interface UnitEvent {
  readonly unit: string;
  /** `purchase`, `visit`. */
  readonly name: string;
  readonly at: number;
  /** An amount, where there is one. */
  readonly value?: number;
}

/** A column made from events of one name. */
export interface EventColumn {
  readonly event: string;
  /** `sum` of values, `count`, `any` (1 or 0), or `days-to-first`: NaN where there was none. */
  readonly as: "sum" | "count" | "any" | "days-to-first";
}

export interface EventsRequest {
  /** The arms of the design; units of others are strays. */
  readonly arms: readonly string[];
  readonly exposures: Iterable<Exposure>;
  /** In any order. */
  readonly events: Iterable<UnitEvent>;
  readonly columns: Readonly<Record<string, EventColumn>>;
  /** How long after its first exposure a unit's events count, in milliseconds. */
  readonly within: number;
  /** How long before it they make the column `<name> before`. Default: no such columns. */
  readonly before?: number;
  /** Now: the column `watched` says how many days each unit has been watched. */
  readonly asOf: number;
}

const DAY = 86_400_000;

/** Units by number, in the order of their first exposure as given. */
interface Entered {
  readonly numbers: ReadonlyMap<string, number>;
  readonly arms: Uint16Array;
  readonly at: Float64Array;
  readonly crossed: number;
  readonly strays: number;
}

/**
 * A table of units from exposures and events. A unit counts in the arm that it met first, from then on; what it did
 * before is left out of its outcomes, becomes its columns from before, and where it lies within the window's length of
 * the exposure is counted as early, arm by arm: arms whose clocks or logs differ give themselves away by it.
 */
export function tableOfEvents(request: EventsRequest): { readonly table: UnitTable; readonly noticed: Noticed } {
  const entered = enter(request);
  const names = Object.keys(request.columns);
  const rows = entered.numbers.size;
  const columns = new Map<string, Float64Array>();
  for (const name of names) {
    columns.set(name, blank(rows, request.columns[name]));
    if (request.before !== undefined) columns.set(`${name} before`, blank(rows, request.columns[name]));
  }
  columns.set(
    "watched",
    entered.at.map((at) => (request.asOf - at) / DAY),
  );
  const counted = count(request, entered, columns);
  return {
    table: {
      arms: { codes: entered.arms, names: request.arms },
      columns: Object.fromEntries(columns),
      entered: entered.at,
    },
    noticed: { strays: entered.strays, crossed: entered.crossed, ...counted },
  };
}

function blank(rows: number, column: EventColumn | undefined): Float64Array {
  return new Float64Array(rows).fill(column?.as === "days-to-first" ? Number.NaN : 0);
}

function enter({ arms, exposures }: EventsRequest): Entered {
  const first = new Map<string, Exposure>();
  const crossed = new Set<string>();
  const strays = new Set<string>();
  for (const exposure of exposures) {
    const { unit, arm, at } = exposure;
    if (!arms.includes(arm)) {
      strays.add(unit);
      continue;
    }
    const before = first.get(unit);
    if (before !== undefined && before.arm !== arm) crossed.add(unit);
    if (before === undefined || at < before.at) first.set(unit, exposure);
  }
  const units = [...first.values()];
  return {
    numbers: new Map(units.map(({ unit }, i) => [unit, i])),
    arms: Uint16Array.from(units, ({ arm }) => arms.indexOf(arm)),
    at: Float64Array.from(units, ({ at }) => at),
    crossed: crossed.size,
    strays: [...strays].filter((unit) => !first.has(unit)).length,
  };
}

type Columns = ReadonlyMap<string, Float64Array>;

function count(request: EventsRequest, entered: Entered, columns: Columns): Pick<Noticed, "outcomes" | "early"> {
  const tallies = { outcomes: request.arms.map(() => 0), early: request.arms.map(() => 0) };
  const asked = Map.groupBy(Object.entries(request.columns), ([, { event }]) => event);
  for (const event of request.events) {
    const row = entered.numbers.get(event.unit);
    const of = asked.get(event.name);
    if (row === undefined || of === undefined || event.at > request.asOf) continue;
    const after = event.at - (entered.at[row] as number);
    const arm = entered.arms[row] as number;
    const { tally, suffix } = placeOf(after, request);
    if (tally !== null) tallies[tally][arm] = (tallies[tally][arm] ?? 0) + 1;
    if (suffix === null) continue;
    for (const [name, column] of of) add(columns.get(name + suffix), row, { column, event, after });
  }
  const byArm = (counts: readonly number[]) => Object.fromEntries(request.arms.map((arm, i) => [arm, counts[i] ?? 0]));
  return { outcomes: byArm(tallies.outcomes), early: byArm(tallies.early) };
}

interface Place {
  readonly tally: "outcomes" | "early" | null;
  /** Of the columns that it counts in; null: in none. */
  readonly suffix: "" | " before" | null;
}

/** What an event is, by the time since its unit's first exposure. */
function placeOf(after: number, { within, before = 0 }: EventsRequest): Place {
  if (after >= 0) return after < within ? { tally: "outcomes", suffix: "" } : { tally: null, suffix: null };
  return { tally: after >= -within ? "early" : null, suffix: after >= -before ? " before" : null };
}

interface Addition {
  readonly column: EventColumn;
  readonly event: UnitEvent;
  /** Milliseconds since the first exposure. */
  readonly after: number;
}

function add(into: Float64Array | undefined, row: number, { column, event, after }: Addition): void {
  if (into === undefined) return;
  const so = into[row] as number;
  const days = Math.abs(after) / DAY;
  const next: Readonly<Record<EventColumn["as"], number>> = {
    sum: so + (event.value ?? 0),
    count: so + 1,
    any: 1,
    "days-to-first": Number.isNaN(so) ? days : Math.min(so, days),
  };
  into[row] = next[column.as];
}
