import type { Cell, Row } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import type { Scalar } from "../operator.ts";
import { GONE } from "./event-ring.ts";
import type { Lane } from "./lane.ts";
import { NumberHeap } from "./number-heap.ts";
import { Versions } from "./versions.ts";
import { cellOf } from "./window-cells.ts";
import { windowPast } from "./window-errors.ts";
import type { WindowEvent } from "./window-event.ts";
import { type WindowParts, type WindowReader, windowParts } from "./window-parts.ts";
import type { PlannedWindow, WindowPlan } from "./window-plan.ts";

/** An event that is not due yet. */
export interface Waiting {
  readonly event: WindowEvent;
  /** It is known already and waits for the time when it happens. */
  readonly isKnown: boolean;
}

export interface WindowStateOptions {
  /** Whether one id can come twice. Default: as the plan says; false is only for who has looked at all events. */
  readonly corrects?: boolean;
}

/**
 * What the windows of one plan know of one entity: training, serving, streams and replay all run this. Events come in order
 * of knowledge, as far as windows can still see; an answer depends on the events that could be known, never on the order
 * in which they came. The instant goes forward only. An event costs O(log n) at most, and what no window can see any more
 * is forgotten: without an id, windows over everything so far hold their sums alone.
 */
export class WindowState {
  readonly plan: WindowPlan;
  readonly parts: WindowParts;
  readonly versions: Versions | null;
  /** Events that cannot be known, or have not happened, at the instant where the state stands. */
  readonly waiting: Map<number, Waiting> = new Map();
  readonly #due: NumberHeap = new NumberHeap();
  readonly #lanes: readonly Lane[];
  #tickets = 0;
  #at = Number.NEGATIVE_INFINITY;
  /** Events from this number on are held and not yet counted: one run over many costs less than many over one. */
  #counted = 0;

  constructor(plan: WindowPlan, { corrects = plan.hasIds }: WindowStateOptions = {}) {
    this.plan = plan;
    this.parts = windowParts(plan, corrects);
    this.versions = corrects ? new Versions(this.parts.ring) : null;
    this.#lanes = this.parts.lanes;
  }

  /** The instant where the state stands: nothing earlier can be asked. */
  get at(): number {
    return this.#at;
  }

  /** Bytes of memory that the state takes, as measured: what its windows need, and the events that it holds. */
  get bytes(): number {
    const { ring, readers } = this.parts;
    const perEvent = EVENT_BYTES + Float64Array.BYTES_PER_ELEMENT * ring.isText.length;
    const ofEvents = (ring.mask + 1) * (perEvent + (this.versions === null ? 0 : ID_BYTES));
    const ofVersions = ((this.versions?.size ?? 0) + this.waiting.size) * VERSION_BYTES;
    return WINDOW_BYTES * (readers.length + 2) + ofEvents + ofVersions;
  }

  /**
   * Until before when the windows say what they say now, unless an event is told of: then one grows too old, or falls due.
   * A millisecond early, so that no rounding counts. What tells how long ago something was goes on with the time.
   */
  get holdsUntil(): number {
    let until = this.#due.size === 0 ? Number.POSITIVE_INFINITY : this.#due.topKey();
    for (const lane of this.#lanes) if (!lane.isEndless) until = Math.min(until, lane.eldest + lane.within);
    return until - 1;
  }

  /** Becomes the state of an entity of which nothing is known, whose first event will have this number. */
  clear(first = 0): void {
    this.parts.ring.clear(first);
    for (const lane of this.#lanes) lane.clear(first);
    this.versions?.clear();
    this.waiting.clear();
    this.#due.clear();
    this.#counted = first;
    this.#at = Number.NEGATIVE_INFINITY;
  }

  /** Takes in an event. One without a time, or that is never known, is passed over. */
  take(event: WindowEvent): void {
    if (Number.isNaN(event.time + event.knownAt)) return;
    if (event.knownAt <= this.#at) this.#learn(event);
    else this.wait({ event, isKnown: false });
  }

  /** Goes to an instant: what could be known by then comes in, what has grown too old goes. Throws `features.window-past`. */
  advance(at: number): void {
    if (!(at >= this.#at)) throw windowPast({ at: this.#at, asked: at });
    this.settle();
    if (at === this.#at) return;
    this.#at = at;
    for (const lane of this.#lanes) lane.advance(at);
    while (this.#due.topKey() <= at) {
      const ticket = this.#due.pop();
      const { event, isKnown } = known(this.waiting.get(ticket), "an event that waits");
      this.waiting.delete(ticket);
      if (!isKnown) this.#learn(event);
      else if (this.versions?.isWaiting(event) ?? true) this.put(event);
    }
    this.settle();
    this.#forget();
  }

  /** Counts the events that were taken in since the last time. */
  settle(): void {
    const { next } = this.parts.ring;
    if (this.#counted === next) return;
    for (const lane of this.#lanes) lane.enter(this.#counted, next);
    this.#counted = next;
  }

  /** The answer of one window, by its place in the plan, at the instant where the state stands. */
  read(window: number): Scalar {
    this.settle();
    const reader = known(this.parts.readers[window], "a window of the plan");
    return reader.answer(reader);
  }

  /** Goes to an instant and answers all windows, by key: cells that are added to a row. Throws `features.window-past`. */
  answers(at: number, into: Record<string, Cell> = {}): Row {
    this.advance(at);
    this.settle();
    const { windows } = this.plan;
    const { readers } = this.parts;
    for (let window = 0; window < windows.length; window++) {
      const { key, node } = windows[window] as PlannedWindow;
      const reader = readers[window] as WindowReader;
      into[key] = cellOf(node.kind, reader.answer(reader));
    }
    return into;
  }

  /** Takes in the next events of the columns that were lent to the ring, all known and happened by now. */
  admit(count: number): void {
    const { ring } = this.parts;
    for (let left = count; left > 0; left -= CHUNK) {
      ring.admit(Math.min(left, CHUNK));
      this.settle();
      this.#forget();
    }
  }

  /** Keeps an event until it is due. */
  wait(waiting: Waiting): void {
    const { event, isKnown } = waiting;
    this.#due.push(isKnown ? event.time : event.knownAt, this.#tickets);
    this.waiting.set(this.#tickets++, waiting);
  }

  /**
   * Stands at an instant with what the caller puts in next. What is too old `ahead` of it need not be counted, because the
   * caller goes there before anything is asked.
   */
  standAt(at: number, ahead: number = at): void {
    this.#at = at;
    for (const lane of this.#lanes) lane.advance(ahead);
  }

  /** An event that is known by now. */
  #learn(event: WindowEvent): void {
    const { versions } = this;
    if (versions !== null && event.id !== null) {
      const { isNewer, replaced } = versions.admit(event, event.id);
      if (!isNewer) return;
      this.#replace(replaced);
    }
    if (event.time > this.#at) this.wait({ event, isKnown: true });
    else this.put(event);
  }

  /** An event that is known and has happened. */
  put(event: WindowEvent): void {
    const n = this.parts.ring.append(event);
    if (event.id !== null) this.versions?.place(event.id, n);
    if (n - this.#counted >= CHUNK) this.settle();
  }

  #replace(n: number): void {
    const { ring } = this.parts;
    if (n < ring.first) return;
    this.settle();
    for (const lane of this.#lanes) lane.drop(n);
    ring.marks[n & ring.mask] = (ring.marks[n & ring.mask] as number) | GONE;
  }

  #forget(): void {
    const { ring } = this.parts;
    const edge = this.#forgetEdge();
    this.versions?.unfoldUntil(edge);
    ring.forget(edge);
    this.versions?.forget(edge, ring.next - ring.first + this.waiting.size);
  }

  /** Events of this time and before are seen by no window. */
  #forgetEdge(): number {
    let edge = Number.POSITIVE_INFINITY;
    for (const { isEndless, span } of this.#lanes)
      if (!isEndless || this.versions !== null) edge = Math.min(edge, span.edge);
    return edge;
  }
}

const WINDOW_BYTES = 430;
/** Two times and a mark, and what heaps need. */
const EVENT_BYTES = 28;
const ID_BYTES = 60;
const VERSION_BYTES = 240;

/** Events that come in at once: many enough to spread the cost of a call, few enough to stay in the cache. */
const CHUNK = 4096;
