import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cell, cell, type Row, tableOf } from "../../data/index.ts";
import { evaluateRow } from "../evaluate.ts";
import type { WindowNode } from "../node.ts";
import { AnswerSheet } from "./answer-sheet.ts";
import { evaluateAsOf } from "./as-of.ts";
import { eventReader, type StreamColumns } from "./event-rows.ts";
import { decodeWindowState, encodeWindowState } from "./state-codec.ts";
import { planWindows, type WindowPlan } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";
import { type Drawn, drawn, everyWindow, HOUR, kinds, type ToldEvent } from "./windows.arbitrary.ts";

type Cells = Readonly<Record<string, Cell>>;

const withIds: StreamColumns = { entity: "who", time: "at", knownAt: "loaded", id: "id" };
const withoutIds: StreamColumns = { entity: "who", time: "at", knownAt: "loaded" };

/** Training: all rows at once. */
function batch({ events, rows }: Drawn, columns: StreamColumns): readonly Cells[] {
  const table = evaluateAsOf(everyWindow, {
    rows: tableOf({ who: "text", at: "time" }, rows as readonly Row[] as Row[]),
    entity: "who",
    time: "at",
    streams: { visits: { table: tableOf(kinds, events), columns } },
  });
  return rows.map((_, row) => Object.fromEntries(table.columns.map((c) => [c.name, cell(c, row)])));
}

interface Way {
  readonly columns: StreamColumns;
  /** Whether every event is taken in before the first question, or each when it is known. */
  readonly when: "first" | "known";
  /** Whether the state is written and read again between any two steps. */
  readonly stored: boolean;
  /** Whether answers are kept for as long as they hold. */
  readonly held?: boolean;
}

/** Serving: events and questions one by one, in the order of knowledge and time. */
function stream({ events, rows }: Drawn, { columns, when, stored, held = false }: Way): readonly Cells[] {
  const plan = planWindows(Object.values(everyWindow), { stream: "visits", hasIds: columns.id !== undefined });
  const readEvent = eventReader(plan, columns);
  const states = new Map<string | number, WindowState>();
  const stateOf = (entity: string | number): WindowState => {
    const found = states.get(entity) ?? new WindowState(plan);
    states.set(entity, stored ? decodeWindowState(plan, encodeWindowState(found)) : found);
    return states.get(entity) as WindowState;
  };
  const kept = new KeptAnswers(plan);
  const answersOf = (entity: string, at: number): Row =>
    held ? kept.answers(entity, at, () => stateOf(entity)) : stateOf(entity).answers(at);
  const takes = events.flatMap((row) => {
    const read = readEvent(row);
    return read === null ? [] : [{ at: when === "first" ? -Infinity : read.event.knownAt, ...read }];
  });
  const out: Cells[] = [];
  const steps: { at: number; rank: number; run: () => void }[] = [
    ...takes.map(({ at, entity, event }) => ({
      at,
      rank: 0,
      run: () => {
        kept.forget(entity);
        stateOf(entity).take(event);
      },
    })),
    ...rows.map(({ who, at }, row) => ({
      at,
      rank: 1,
      run: () => {
        const answers = who === null ? noAnswers(plan.windows) : answersOf(who, at);
        out[row] = evaluateRow(everyWindow, answers);
      },
    })),
  ];
  for (const { run } of steps.toSorted((a, b) => (a.at === b.at ? a.rank - b.rank : a.at - b.at))) run();
  return out;
}

/** A line for each entity, written anew when an event was told of or what it says may be wrong. */
class KeptAnswers {
  readonly #sheet: AnswerSheet;
  readonly #lines: Map<string | number, number> = new Map();
  #next = 0;

  constructor(plan: WindowPlan) {
    this.#sheet = new AnswerSheet([plan]);
  }

  answers(entity: string, at: number, state: () => WindowState): Row {
    const line = this.#lines.get(entity) ?? this.#next++;
    if (!this.#lines.has(entity) || this.#sheet.instant(line, at) === undefined) this.#sheet.write(line, [state()], at);
    this.#lines.set(entity, line);
    return this.#sheet.row(line, at);
  }

  forget(entity: string | number): void {
    this.#lines.delete(entity);
  }
}

function noAnswers(windows: readonly { readonly key: string }[]): Row {
  return Object.fromEntries(windows.map(({ key }) => [key, null]));
}

/** What the windows mean, said as plainly as can be, one question at a time. */
function meaning({ events, rows }: Drawn, columns: StreamColumns): readonly Cells[] {
  return rows.map(({ who, at }) =>
    Object.fromEntries(
      Object.entries(everyWindow).map(([name, node]) => [
        name,
        who === null ? null : mean(node as WindowNode, { seen: seenBy(events, { who, at, columns }), at }),
      ]),
    ),
  );
}

function seenBy(
  events: readonly ToldEvent[],
  { who, at, columns }: { who: string; at: number; columns: StreamColumns },
): readonly ToldEvent[] {
  const knownEvents = events.filter((e) => e.who === who && e.loaded !== null && e.loaded <= at);
  if (columns.id === undefined) return knownEvents.filter((e) => e.at <= at);
  const newest = new Map<number, ToldEvent>();
  for (const e of knownEvents) {
    const before = newest.get(e.id);
    if (before === undefined || isNewer(e, before)) newest.set(e.id, e);
  }
  return [...newest.values()].filter((e) => e.at <= at);
}

function isNewer(a: ToldEvent, b: ToldEvent): boolean {
  if (a.loaded !== b.loaded) return (a.loaded ?? 0) > (b.loaded ?? 0);
  return a.at > b.at;
}

function mean(node: WindowNode, { seen, at }: { seen: readonly ToldEvent[]; at: number }): Cell {
  const span = node.within === undefined ? Infinity : Number.parseInt(node.within, 10) * HOUR;
  const inWindow = seen.filter(
    (e) => e.at > at - span && (node.where === undefined || evaluateRow({ x: node.where }, e).x === true),
  );
  const cellAt = (e: ToldEvent): Cell => (node.of === undefined ? 1 : plain(evaluateRow({ x: node.of }, e).x ?? null));
  const pairs = inWindow.map((e) => ({ e, value: cellAt(e) })).filter(({ value }) => value !== null);
  const values = pairs.map(({ value }) => value as number);
  const last = pairs.toSorted((a, b) => a.e.at - b.e.at || (a.e.loaded ?? 0) - (b.e.loaded ?? 0)).at(-1);
  switch (node.aggregate) {
    case "count":
      return values.length;
    case "sum":
      return exactSum(values);
    case "mean":
      return values.length === 0 ? null : exactSum(values) / values.length;
    case "min":
      return values.length === 0 ? null : Math.min(...values) + 0;
    case "max":
      return values.length === 0 ? null : Math.max(...values) + 0;
    case "last":
      return last?.value ?? null;
    case "distinct":
      return new Set(values.map((value) => (typeof value === "number" ? value + 0 : value))).size;
    case "since-last":
      return last === undefined ? null : (at - last.e.at) / 60_000;
    case "trend":
      return slope(pairs.map(({ e, value }) => [e.at, value as number] as const));
  }
}

/** There is one zero. */
function plain(value: Cell): Cell {
  return value === 0 ? 0 : value;
}

/** The double nearest to the sum, by whole numbers: every value here is a multiple of 2⁻²⁰⁰. */
function exactSum(values: readonly number[]): number {
  return Number(values.reduce((sum, value) => sum + scaled(value), 0n)) / 2 ** 200;
}

function scaled(value: number): bigint {
  return BigInt(value * 2 ** 200);
}

/** A day's change by least squares, about the first time so that nothing cancels. */
function slope(points: readonly (readonly [number, number])[]): number | null {
  if (new Set(points.map(([time]) => time)).size < 2) return null;
  const n = BigInt(points.length);
  const sum = (of: (time: bigint, value: bigint) => bigint): bigint =>
    points.reduce((total, [time, value]) => total + of(BigInt(time), scaled(value)), 0n);
  const spread = n * sum((t) => t * t) - sum((t) => t) ** 2n;
  const joint = n * sum((t, v) => t * v) - sum((t) => t) * sum((_, v) => v);
  return (Number(joint) / 2 ** 200 / Number(spread)) * 86_400_000;
}

/** Of two events of one time that were known at once, the values decide: compare where that is not left open here. */
function isSettled({ events }: Drawn): boolean {
  const keys = events.filter((e) => e.who !== null).map((e) => `${e.who} ${e.at} ${e.loaded}`);
  return new Set(keys).size === keys.length;
}

const runs = { numRuns: 100 };

describe.each([
  ["events that can be corrected", withIds, 6],
  ["events without ids", withoutIds, 1000],
] as const)("windows over %s", (_, columns, ids) => {
  test("training, serving, held answers and replay after storing agree to the last bit, whatever came late, twice or out of order", () => {
    fc.assert(
      fc.property(drawn(ids), (given) => {
        const trained = batch(given, columns);
        expect(stream(given, { columns, when: "known", stored: false })).toEqual(trained);
        expect(stream(given, { columns, when: "known", stored: true })).toEqual(trained);
        expect(stream(given, { columns, when: "known", stored: false, held: true })).toEqual(trained);
        expect(stream(given, { columns, when: "first", stored: true, held: true })).toEqual(trained);
      }),
      runs,
    );
  });

  test("the order in which events arrive does not show", () => {
    fc.assert(
      fc.property(drawn(ids), ({ events, rows }) => {
        const arrived = batch({ events, rows }, columns);
        expect(batch({ events: events.toReversed(), rows }, columns)).toEqual(arrived);
      }),
      runs,
    );
  });

  test("they mean what they say", () => {
    fc.assert(
      fc.property(drawn(ids).filter(isSettled), (given) => {
        expect(batch(given, columns)).toEqual(meaning(given, columns));
      }),
      runs,
    );
  });
});

test("unique ids and no ids give the same", () => {
  fc.assert(
    fc.property(drawn(1000), ({ events, rows }) => {
      const told = [...new Map(events.map((e) => [e.id, e])).values()];
      const given = { events: told, rows };
      if (isSettled(given)) expect(batch(given, withIds)).toEqual(batch(given, withoutIds));
    }),
    runs,
  );
});
