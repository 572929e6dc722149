import type { Aggregate, Span } from "./aggregates/aggregate.ts";
import { type EventRing, GONE, LATE } from "./event-ring.ts";
import { NumberHeap } from "./number-heap.ts";

/** All the aggregates over windows of one length, and what has grown too old for them. */
export class Lane {
  readonly within: number;
  readonly span: Span = { at: Number.NEGATIVE_INFINITY, edge: Number.NEGATIVE_INFINITY };
  readonly aggregates: Aggregate[] = [];
  readonly #ring: EventRing;
  /** The late events in the window, by time. Those in time need no heap: they grow old in the order in which they came. */
  readonly #late: NumberHeap = new NumberHeap();
  /** No event before this number that came in time is still in the window. */
  #oldest = 0;

  constructor(within: number, ring: EventRing) {
    this.within = within;
    this.#ring = ring;
  }

  get isEndless(): boolean {
    return this.within === Number.POSITIVE_INFINITY;
  }

  /** When the first event happened that is still in the window; Infinity of none. A correction may have replaced it. */
  get eldest(): number {
    const { time, mask, next } = this.#ring;
    const inTime = this.#oldest < next ? (time[this.#oldest & mask] as number) : Number.POSITIVE_INFINITY;
    return this.#late.size === 0 ? inTime : Math.min(inTime, this.#late.topKey());
  }

  /** Forgets all; the next event has this number. */
  clear(first: number): void {
    this.span.at = Number.NEGATIVE_INFINITY;
    this.span.edge = Number.NEGATIVE_INFINITY;
    this.#late.clear();
    this.#oldest = first;
    for (const aggregate of this.aggregates) aggregate.clear();
  }

  /** Lets go of what happened at `at - within` or before. */
  advance(at: number): void {
    this.span.at = at;
    this.span.edge = at - this.within;
    if (this.isEndless) return;
    const from = this.#oldest;
    this.#oldest = this.#firstInTime(from);
    if (this.#oldest > from) for (const aggregate of this.aggregates) aggregate.leave(from, this.#oldest);
    while (this.#late.topKey() <= this.span.edge) this.#dropLate(this.#late.pop());
  }

  /** The events numbered `from` to before `to`, the newest that the ring holds, come in. */
  enter(from: number, to: number): void {
    const { marks, time, mask } = this.#ring;
    // Often most of what comes in at once is too old for a short window, and comes first.
    let first = from;
    while (first < to && (time[first & mask] as number) <= this.span.edge) first++;
    if (first < to) for (const aggregate of this.aggregates) aggregate.enter(first, to);
    if (this.isEndless) return;
    for (let n = first; n < to; n++)
      if (marks[n & mask] === LATE && (time[n & mask] as number) > this.span.edge)
        this.#late.push(time[n & mask] as number, n);
    if (this.#oldest === from) this.#oldest = this.#firstInTime(from);
  }

  /** One event is replaced: it goes, if it was still here. */
  drop(n: number): void {
    if ((this.#ring.time[n & this.#ring.mask] as number) > this.span.edge)
      for (const aggregate of this.aggregates) aggregate.drop(n);
  }

  #dropLate(n: number): void {
    if (((this.#ring.marks[n & this.#ring.mask] as number) & GONE) !== 0) return;
    for (const aggregate of this.aggregates) aggregate.drop(n);
  }

  /** The first event from a number on that came in time and is not too old. */
  #firstInTime(from: number): number {
    const { marks, time, mask, next } = this.#ring;
    const { edge } = this.span;
    let n = from;
    while (n < next && (((marks[n & mask] as number) & LATE) !== 0 || (time[n & mask] as number) <= edge)) n++;
    return n;
  }
}
