import { type Cell, type Column, cell, cellIn, column, numbers, type Row, type Table } from "../../data/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import { evaluate } from "../evaluate.ts";
import { rowReader } from "../row-reader.ts";
import type { WindowEvent } from "./window-event.ts";
import type { WindowPlan } from "./window-plan.ts";

/** Which columns of a stream say what. */
export interface StreamColumns {
  /** Whom an event is about. */
  readonly entity: string;
  /** When it happened. */
  readonly time: string;
  /** When it could be known. Default: `delay` after it happened. */
  readonly knownAt?: string;
  /** What tells a repeated or corrected event from another. Default: each event stands for itself. */
  readonly id?: string;
  /** Such as `"1h"`. Default: none. */
  readonly delay?: string;
}

/** A stream's rows as windows see them. */
export interface EventRows {
  readonly rows: number;
  readonly entity: Column;
  readonly time: Float64Array;
  readonly knownAt: Float64Array;
  readonly id: Column | null;
  /** What the plan's inputs make of each row. */
  readonly inputs: readonly Column[];
  event(row: number): WindowEvent;
}

/** Evaluates what a plan looks at, over a whole stream at once. */
export function eventRows(plan: WindowPlan, table: Table, columns: StreamColumns): EventRows {
  const time = numbers(table, columns.time);
  const knownAt = columns.knownAt === undefined ? delayed(time, delayOf(columns)) : numbers(table, columns.knownAt);
  const id = columns.id === undefined ? null : column(table, columns.id);
  const inputs = plan.inputs.map((node, input) => evaluate(node, table, String(input)));
  const event = (row: number): WindowEvent => ({
    time: time[row] as number,
    knownAt: knownAt[row] as number,
    id: id === null ? null : idOf(cell(id, row)),
    values: inputs.map((input) =>
      input.kind === "text" ? (input.levels[input.codes[row] ?? -1] ?? null) : (input.values[row] as number),
    ),
  });
  return { rows: table.rows, entity: column(table, columns.entity), time, knownAt, id, inputs, event };
}

/** What one event says, and about whom. */
export interface ReadEvent {
  readonly entity: string | number;
  readonly event: WindowEvent;
}

/**
 * Prepares the reading of single events of a stream, which its contract has let through; null for an event without an
 * entity, a time or, where one is declared, a time at which it was known.
 */
export function eventReader(plan: WindowPlan, columns: StreamColumns): (row: Row) => ReadEvent | null {
  const valuesOf = rowReader(plan.inputs);
  const delay = delayOf(columns);
  return (row) => {
    const entity = idOf(cellIn(row, columns.entity));
    const time = cellIn(row, columns.time);
    if (entity === null || typeof time !== "number") return null;
    const knownAt = columns.knownAt === undefined ? time + delay : cellIn(row, columns.knownAt);
    if (typeof knownAt !== "number") return null;
    const id = columns.id === undefined ? null : idOf(cellIn(row, columns.id));
    return { entity, event: { time, knownAt, id, values: valuesOf(row) } };
  };
}

function delayOf({ delay }: StreamColumns): number {
  return delay === undefined ? 0 : milliseconds(delay);
}

function delayed(time: Float64Array, delay: number): Float64Array {
  return delay === 0 ? time : time.map((at) => at + delay);
}

/** The id, or the entity, that a cell holds. */
export function idOf(value: Cell): string | number | null {
  return typeof value === "boolean" ? Number(value) : value;
}
