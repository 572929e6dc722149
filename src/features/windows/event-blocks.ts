import { type Column, cell } from "../../data/index.ts";
import type { ByEntity } from "./by-entity.ts";
import type { RingColumns } from "./event-ring.ts";
import { type EventRows, idOf } from "./event-rows.ts";

/** The events of the entities from one to before another, side by side in the order in which they count. */
export interface EventBlock {
  readonly fromEntity: number;
  readonly toEntity: number;
  /** Place of the block's first event in the order of all. */
  readonly base: number;
  readonly columns: RingColumns;
  /** From when on each event counts. */
  readonly due: Float64Array;
}

/** Enough events to make a pass over a column worth it, few enough to keep them all in a small part of the memory. */
const BLOCK = 2 ** 18;

/**
 * Gathers events by entity, some entities at a time, in buffers that are used again: what the windows then read lies side
 * by side, and no more of the stream is copied at a time than a block or one entity's events.
 */
export function* eventBlocks(events: EventRows, due: Float64Array, { order, starts }: ByEntity): Generator<EventBlock> {
  let buffers = buffersFor(events, Math.min(BLOCK, powerFrom(order.length)));
  for (let fromEntity = 0; fromEntity + 1 < starts.length; ) {
    const base = starts[fromEntity] as number;
    let toEntity = fromEntity + 1;
    while (toEntity + 1 < starts.length && (starts[toEntity + 1] as number) - base <= BLOCK) toEntity++;
    const rows = order.subarray(base, starts[toEntity] as number);
    if (rows.length > buffers.due.length) buffers = buffersFor(events, powerFrom(rows.length));
    gatherNumbers(due, rows, buffers.due);
    gather(events, rows, buffers.columns);
    yield { fromEntity, toEntity, base, ...buffers };
    fromEntity = toEntity;
  }
}

/** The smallest power of two that is no less. */
function powerFrom(size: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, size)));
}

type Buffers = Pick<EventBlock, "columns" | "due">;

function buffersFor({ inputs, id }: EventRows, size: number): Buffers {
  const columns: RingColumns = {
    time: new Float64Array(size),
    knownAt: new Float64Array(size),
    ids: id === null ? null : new Array(size).fill(null),
    numbers: inputs.map(({ kind }) => new Float64Array(kind === "text" ? 0 : size)),
    texts: inputs.map(({ kind }) => (kind === "text" ? new Array(size).fill(null) : [])),
  };
  return { columns, due: new Float64Array(size) };
}

function gather(events: EventRows, rows: Int32Array, columns: RingColumns): void {
  gatherNumbers(events.time, rows, columns.time);
  gatherNumbers(events.knownAt, rows, columns.knownAt);
  events.inputs.forEach((input, i) => {
    if (input.kind === "text") gatherTexts(input, rows, columns.texts[i] ?? []);
    else gatherNumbers(input.values, rows, columns.numbers[i] ?? new Float64Array(0));
  });
  const { ids } = columns;
  const { id } = events;
  if (ids !== null && id !== null) for (let i = 0; i < rows.length; i++) ids[i] = idOf(cell(id, rows[i] as number));
}

function gatherNumbers(from: Float64Array, rows: Int32Array, to: Float64Array): void {
  // Adding zero makes one zero of the two.
  for (let i = 0; i < rows.length; i++) to[i] = (from[rows[i] as number] as number) + 0;
}

function gatherTexts(
  { codes, levels }: Column & { readonly kind: "text" },
  rows: Int32Array,
  to: (string | null)[],
): void {
  for (let i = 0; i < rows.length; i++) to[i] = levels[codes[rows[i] as number] as number] ?? null;
}
