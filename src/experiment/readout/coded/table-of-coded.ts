import type { EventColumn, EventsRequest } from "../events-table.ts";
import type { Noticed } from "../statistics.ts";
import { NO_NAME, type UnitTable } from "../unit-table.ts";
import {
  type CodedRows,
  countOf,
  gathered,
  MOST_NAMES,
  NUMBERS_OF_ROW,
  UnitNumbers,
  WORDS_OF_ROW,
} from "./coded-rows.ts";

/** What a table is made from: as {@link EventsRequest}, with events by number. */
export interface CodedRequest extends Omit<EventsRequest, "exposures" | "events"> {
  /** Names are numbers of arms; those from `arms.length` on are no arms of the experiment. */
  readonly exposures: CodedRows;
  /** Names are numbers of `names`. */
  readonly events: CodedRows;
  readonly names: readonly string[];
}

const DAY = 86_400_000;

interface Entered {
  readonly numbers: UnitNumbers;
  readonly arms: Uint16Array;
  readonly at: Float64Array;
  readonly crossed: number;
  readonly strays: number;
}

/**
 * The table of units that `tableOfEvents` makes, from rows in bytes: ten million events take a second or two. All rows of a
 * unit must be here: rows are dealt out by unit before.
 */
export function tableOfCoded(given: CodedRequest): { readonly table: UnitTable; readonly noticed: Noticed } {
  const units = countOf(given.exposures);
  const [exposures, events] = [gathered(given.exposures, units), gathered(given.events, units)];
  const request = { ...given, exposures, events };
  const entered = enter(request);
  const columns = blankColumns(request, entered.at.length);
  const counted = count(request, entered, columns);
  const watched = entered.at.map((at) => (request.asOf - at) / DAY);
  return {
    table: {
      arms: { codes: entered.arms, names: request.arms },
      columns: { ...Object.fromEntries(columns), watched },
      entered: entered.at,
    },
    noticed: { strays: entered.strays, crossed: entered.crossed, ...counted },
  };
}

function enter({ arms, exposures }: CodedRequest): Entered {
  const rows = countOf(exposures);
  const numbers = new UnitNumbers(rows);
  const [first, at] = [new Uint16Array(rows).fill(NO_NAME), new Float64Array(rows).fill(Number.POSITIVE_INFINITY)];
  const isCrossed = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const { low, high, when, name } = rowAt(exposures, row);
    const unit = numbers.add(low, high);
    if (name >= arms.length) continue;
    if (first[unit] !== NO_NAME && first[unit] !== name) isCrossed[unit] = 1;
    if (when >= (at[unit] as number)) continue;
    first[unit] = name;
    at[unit] = when;
  }
  return withoutStrays({ numbers, first, at, isCrossed });
}

interface Met {
  readonly numbers: UnitNumbers;
  readonly first: Uint16Array;
  readonly at: Float64Array;
  readonly isCrossed: Uint8Array;
}

/** Units of no arm stay in their places, as units of no name: nothing counts them. */
function withoutStrays({ numbers, first, at, isCrossed }: Met): Entered {
  const arms = first.slice(0, numbers.size);
  const strays = arms.reduce((sum, arm) => sum + (arm === NO_NAME ? 1 : 0), 0);
  const crossed = isCrossed.reduce((sum, one) => sum + one, 0);
  return { numbers, arms, at: at.slice(0, numbers.size), crossed, strays };
}

interface CodedRow {
  readonly low: number;
  readonly high: number;
  readonly when: number;
  readonly name: number;
}

function rowAt({ words, numbers }: CodedRows, row: number): CodedRow {
  const both = numbers[row * NUMBERS_OF_ROW + 1] as number;
  const when = Math.floor(both / MOST_NAMES);
  const [low, high] = [words[row * WORDS_OF_ROW] as number, words[row * WORDS_OF_ROW + 1] as number];
  return { low, high, when, name: both - when * MOST_NAMES };
}

type Columns = ReadonlyMap<string, Float64Array>;

const beforeOf = (name: string): string => `${name} before`;

function blankColumns({ columns, before }: CodedRequest, rows: number): Columns {
  const blank = ({ as }: EventColumn): Float64Array =>
    new Float64Array(rows).fill(as === "days-to-first" ? Number.NaN : 0);
  const pairs = Object.entries(columns).flatMap(([name, column]) => [
    [name, blank(column)] as const,
    ...(before === undefined ? [] : [[beforeOf(name), blank(column)] as const]),
  ]);
  return new Map(pairs);
}

/** Columns that an event of one name counts in, after its unit's exposure and before. */
interface Targets {
  readonly after: readonly Target[];
  readonly before: readonly Target[];
}

interface Target {
  readonly as: EventColumn["as"];
  readonly into: Float64Array;
}

function targetsOf({ names, columns }: CodedRequest, made: Columns): readonly Targets[] {
  const asked = Object.entries(columns);
  const into = (event: string, nameOf: (name: string) => string): readonly Target[] =>
    asked.flatMap(([name, column]) => {
      const values = made.get(nameOf(name));
      return column.event === event && values !== undefined ? [{ as: column.as, into: values }] : [];
    });
  return names.map((event) => ({ after: into(event, (name) => name), before: into(event, beforeOf) }));
}

/** What events are counted into. */
interface Tallies {
  readonly targets: readonly Targets[];
  readonly outcomes: Float64Array;
  readonly early: Float64Array;
}

function count(request: CodedRequest, entered: Entered, columns: Columns): Pick<Noticed, "outcomes" | "early"> {
  const { events, asOf, arms } = request;
  const [outcomes, early] = [new Float64Array(arms.length), new Float64Array(arms.length)];
  const tallies = { targets: targetsOf(request, columns), outcomes, early };
  const rows = countOf(events);
  for (let row = 0; row < rows; row++) {
    const { low, high, when, name } = rowAt(events, row);
    const unit = entered.numbers.find(low, high);
    const arm = entered.arms[unit] ?? NO_NAME;
    if (arm === NO_NAME || when > asOf) continue;
    const after = when - (entered.at[unit] as number);
    const of = targetsOfEvent({ after, arm, name }, request, tallies);
    for (const target of of)
      add(target, unit, { value: events.numbers[row * NUMBERS_OF_ROW + 2] as number, days: Math.abs(after) / DAY });
  }
  const byArm = (counts: Float64Array) => Object.fromEntries(arms.map((arm, i) => [arm, counts[i] ?? 0]));
  return { outcomes: byArm(outcomes), early: byArm(early) };
}

const NOWHERE: readonly Target[] = [];

/** Tallies an event by when it came, and says in which columns it counts. */
function targetsOfEvent(
  { after, arm, name }: { readonly after: number; readonly arm: number; readonly name: number },
  { within, before = 0 }: Pick<CodedRequest, "within" | "before">,
  { targets, outcomes, early }: Tallies,
): readonly Target[] {
  if (after >= within || after < -Math.max(within, before)) return NOWHERE;
  if (after >= 0) {
    outcomes[arm] = (outcomes[arm] as number) + 1;
    return targets[name]?.after ?? NOWHERE;
  }
  if (after >= -within) early[arm] = (early[arm] as number) + 1;
  return after >= -before ? (targets[name]?.before ?? NOWHERE) : NOWHERE;
}

function add({ as, into }: Target, unit: number, { value, days }: { value: number; days: number }): void {
  const so = into[unit] as number;
  if (as === "sum") into[unit] = so + value;
  else if (as === "count") into[unit] = so + 1;
  else if (as === "any") into[unit] = 1;
  else into[unit] = so <= days ? so : days;
}
