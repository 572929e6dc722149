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

/** Which version of each event counts, by id: a repetition changes nothing, a correction replaces. */
export class Versions {
  readonly byId: Map<string | number, Version> = new Map();

  /** Whether an event is new or newer; then it is the one that counts. */
  admit(event: WindowEvent, id: string | number): { readonly isNewer: boolean; readonly replaced: number } {
    const before = this.byId.get(id);
    if (before === undefined) {
      this.byId.set(id, { event, n: -1, latest: event.time });
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
    const version = this.byId.get(event.id);
    return version?.event === event && version.n < 0;
  }

  /** Takes over the version of an event that counts, from what was stored. */
  note(event: WindowEvent, latest: number): void {
    if (event.id !== null) this.byId.set(event.id, { event, n: -1, latest });
  }

  /** Takes an event that waits for the very version that it is. */
  adopt(event: WindowEvent): void {
    const version = event.id === null ? undefined : this.byId.get(event.id);
    if (version === undefined || supersedes(event, version.event) || supersedes(version.event, event)) return;
    version.event = event;
  }

  /** Tells where an event is held. */
  place(id: string | number, n: number): void {
    const version = this.byId.get(id);
    if (version !== undefined) version.n = n;
  }

  /** Forgets what no window can see any more, when that has become much beside the `held` events. */
  forget(edge: number, held: number): void {
    if (this.byId.size <= 2 * held + LITTLE) return;
    for (const [id, { latest }] of this.byId) if (latest <= edge) this.byId.delete(id);
  }
}
