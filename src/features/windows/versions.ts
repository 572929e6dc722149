import type { EventRing } from "./event-ring.ts";
import { supersedes, type WindowEvent } from "./window-event.ts";

/** The version of an event that counts. */
export interface Version {
  event: WindowEvent;
  /** Its number in the ring; -1 before it has happened. */
  n: number;
  /** The latest time of all its versions: until then is remembered which one counts. */
  latest: number;
}

const LITTLE = 64;
const NONE: Float64Array = new Float64Array(0);

/**
 * Which version of each event counts, by id: a repetition changes nothing, a correction replaces. Of the events that were
 * just read from a store only their latest times are noted until somebody needs more: a state that is only asked about
 * takes half the time to read, and holds a fraction.
 */
export class Versions {
  readonly #ring: EventRing;
  readonly #byId: Map<string | number, Version> = new Map();
  /** Those of the ring's events from a number to before another that have yet to be looked up, with their latest times. */
  #folded = { from: 0, to: 0 };
  #latest: Float64Array = NONE;

  constructor(ring: EventRing) {
    this.#ring = ring;
  }

  /** Versions that are noted one by one. */
  get size(): number {
    return this.#byId.size;
  }

  clear(): void {
    this.#byId.clear();
    this.#folded = { from: 0, to: 0 };
  }

  /**
   * The ring's first so many events are the versions that count; gives where to write the latest time of each, by number.
   */
  fold(count: number): Float64Array {
    if (this.#latest.length < count) this.#latest = new Float64Array(count);
    this.#folded = { from: 0, to: count };
    return this.#latest;
  }

  /** Looks up those that happened at an instant or before, as long as they come first: the ring is about to forget them. */
  unfoldUntil(edge: number): void {
    const { time, mask } = this.#ring;
    const { from, to } = this.#folded;
    let end = from;
    while (end < to && (time[end & mask] as number) <= edge) end++;
    this.#unfold(end);
  }

  /** Versions of events that the ring does not hold. */
  apart(): readonly Version[] {
    return [...this.#byId.values()].filter(({ n }) => n < this.#ring.first);
  }

  /** The latest time of all versions of an event that the ring holds. */
  latestOf(n: number, id: string | number): number {
    const { from, to } = this.#folded;
    const latest = n >= from && n < to ? this.#latest[n] : this.#byId.get(id)?.latest;
    return latest ?? (this.#ring.time[n & this.#ring.mask] as number);
  }

  /** Whether an event is new or newer; then it is the one that counts. */
  admit(event: WindowEvent, id: string | number): { readonly isNewer: boolean; readonly replaced: number } {
    this.#unfold();
    const before = this.#byId.get(id);
    if (before === undefined) {
      this.#byId.set(id, { event, n: -1, latest: event.time });
      return { isNewer: true, replaced: -1 };
    }
    before.latest = Math.max(before.latest, event.time);
    if (!supersedes(event, before.event)) return { isNewer: false, replaced: -1 };
    const replaced = before.n;
    before.event = event;
    before.n = -1;
    return { isNewer: true, replaced };
  }

  /** Whether an event that had yet to happen when it became known still counts. */
  isWaiting(event: WindowEvent): boolean {
    if (event.id === null) return true;
    this.#unfold();
    const version = this.#byId.get(event.id);
    return version?.event === event && version.n < 0;
  }

  /** Takes over the version of an event that counts, from what was stored. */
  note(event: WindowEvent, latest: number): void {
    if (event.id !== null) this.#byId.set(event.id, { event, n: -1, latest });
  }

  /** Takes an event that waits for the very version that it is. */
  adopt(event: WindowEvent): void {
    this.#unfold();
    const version = event.id === null ? undefined : this.#byId.get(event.id);
    if (version === undefined || supersedes(event, version.event) || supersedes(version.event, event)) return;
    version.event = event;
  }

  /** Tells where an event is held. */
  place(id: string | number, n: number): void {
    const version = this.#byId.get(id);
    if (version !== undefined) version.n = n;
  }

  /** Forgets what no window can see any more, when that has become much beside the `held` events. */
  forget(edge: number, held: number): void {
    if (this.#byId.size <= 2 * held + LITTLE) return;
    for (const [id, { latest }] of this.#byId) if (latest <= edge) this.#byId.delete(id);
  }

  #unfold(end: number = this.#folded.to): void {
    const folded = this.#folded;
    for (; folded.from < end; folded.from++) {
      const event = this.#ring.eventAt(folded.from);
      const latest = this.#latest[folded.from] as number;
      if (event.id !== null) this.#byId.set(event.id, { event, n: folded.from, latest });
    }
  }
}
