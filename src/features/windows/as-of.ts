import { type Column, column, numbers, type Table } from "../../data/index.ts";
import { evaluateAll } from "../evaluate.ts";
import type { Node } from "../node.ts";
import { type AnswerColumn, answerColumn } from "./answers.ts";
import { type ByEntity, byEntity } from "./by-entity.ts";
import { entityCodes } from "./entity-codes.ts";
import { type EventBlock, eventBlocks } from "./event-blocks.ts";
import { type EventRows, eventRows, type StreamColumns } from "./event-rows.ts";
import { asOfInvalid } from "./window-errors.ts";
import type { WindowReader } from "./window-parts.ts";
import { planWindows, streamsAsked, type WindowPlan } from "./window-plan.ts";
import { WindowState } from "./window-state.ts";

/** A stream's rows, which its contract has let through. */
export interface EventTable {
  readonly table: Table;
  readonly columns: StreamColumns;
}

/** Rows that are decided about, and the events around them. */
export interface AsOf {
  readonly rows: Table;
  /** The column that says whom a row is about. */
  readonly entity: string;
  /** The column that says as of when: a row sees what could be known by then. */
  readonly time: string;
  readonly streams: Readonly<Record<string, EventTable>>;
}

/**
 * Runs named expressions over rows, their windows as of each row's entity and time. Cost linear in rows and events.
 * Throws `features.as-of-invalid` where a stream is not there.
 */
export function evaluateAsOf(nodes: Readonly<Record<string, Node>>, asOf: AsOf): Table {
  return evaluateAll(nodes, withWindows(Object.values(nodes), asOf));
}

/** The rows with one column more for each window that the expressions ask, named by `windowKey`. */
export function withWindows(nodes: readonly Node[], asOf: AsOf): Table {
  const columns = streamsAsked(nodes).flatMap((stream) => {
    const events = asOf.streams[stream];
    if (events === undefined) throw asOfInvalid({ problem: `The stream ${stream} is asked and was not given` });
    return answersOf(planWindows(nodes, { stream, hasIds: events.columns.id !== undefined }), asOf, events);
  });
  return { rows: asOf.rows.rows, columns: [...asOf.rows.columns, ...columns] };
}

function answersOf(plan: WindowPlan, asOf: AsOf, { table, columns }: EventTable): readonly Column[] {
  const events = eventRows(plan, table, columns);
  const time = numbers(asOf.rows, asOf.time);
  const codes = entityCodes();
  const asked = codes.codesOf(column(asOf.rows, asOf.entity), true);
  const told = codes.codesOf(events.entity, false);
  const entities = codes.size();
  const corrects = events.id !== null && repeats(events.id);
  const due = corrects ? events.knownAt : dueOf(events);
  const decisions = byEntity({ entity: asked, time, entities });
  const happened = byEntity({ entity: told, time: due, entities });
  const answers = plan.windows.map(({ key, node }) => answerColumn(key, node.kind, decisions.order.length));
  const state = new WindowState(plan, { corrects });
  const merge = { state, time, decisions, answer: answerer(state, answers) };
  if (corrects) mergeOneByOne(merge, events, happened);
  else mergeBlocks(merge, eventBlocks(events, due, happened), happened);
  return answers.map((answer) => answer.column(decisions.order, time.length));
}

/** Writes the answers of all windows for the row at a place of the order. */
function answerer(state: WindowState, answers: readonly AnswerColumn[]): (place: number) => void {
  const { readers } = state.parts;
  return (place) => {
    for (let window = 0; window < answers.length; window++) {
      const reader = readers[window] as WindowReader;
      (answers[window] as AnswerColumn).set(place, reader.answer(reader));
    }
  };
}

interface Merge {
  readonly state: WindowState;
  /** By row that is decided about. */
  readonly time: Float64Array;
  readonly decisions: ByEntity;
  readonly answer: (place: number) => void;
}

/** Entity after entity, its events and its rows in order of time: one state that starts anew for each. */
function mergeBlocks(merge: Merge, blocks: Iterable<EventBlock>, { starts }: ByEntity): void {
  const { ring } = merge.state.parts;
  for (const { fromEntity, toEntity, base, columns, due } of blocks) {
    ring.lend(columns);
    for (let entity = fromEntity; entity < toEntity; entity++) {
      let next = (starts[entity] as number) - base;
      const end = (starts[entity + 1] as number) - base;
      merge.state.clear(next);
      mergeEntity(merge, entity, (at) => {
        const from = next;
        while (next < end && (due[next] as number) <= at) next++;
        if (next > from) merge.state.admit(next - from);
      });
    }
  }
}

/** The same for events that correct one another: each is looked at by itself. */
function mergeOneByOne(merge: Merge, events: EventRows, { order, starts }: ByEntity): void {
  for (let entity = 0; entity + 1 < starts.length; entity++) {
    let next = starts[entity] as number;
    const end = starts[entity + 1] as number;
    merge.state.clear();
    mergeEntity(merge, entity, (at) => {
      while (next < end && (events.knownAt[order[next] as number] as number) <= at)
        merge.state.take(events.event(order[next++] as number));
    });
  }
}

/** The rows of one entity in order of time; before each the state learns what could be known by then. */
function mergeEntity({ state, time, decisions, answer }: Merge, entity: number, learn: (at: number) => void): void {
  const { order, starts } = decisions;
  for (let place = starts[entity] as number; place < (starts[entity + 1] as number); place++) {
    const at = time[order[place] as number] as number;
    state.advance(at);
    learn(at);
    state.settle();
    answer(place);
  }
}

/** From when on each event counts: known, and happened. */
function dueOf({ time, knownAt }: EventRows): Float64Array {
  if (time === knownAt) return time;
  return time.map((happened, row) => {
    const from = knownAt[row] as number;
    return from >= happened ? from : Number.isNaN(from) ? Number.NaN : happened;
  });
}

/** Whether an id comes twice. */
function repeats(id: Column): boolean {
  if (id.kind === "text") {
    const seen = new Uint8Array(id.levels.length);
    for (const code of id.codes) {
      if (code < 0) continue;
      if (seen[code] === 1) return true;
      seen[code] = 1;
    }
    return false;
  }
  const sorted = id.values.filter((value) => !Number.isNaN(value)).sort();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return true;
  return false;
}
