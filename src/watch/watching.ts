import type { DecisionWatcher, SeenDecision } from "../decide/index.ts";
import { shadowState } from "../decide/index.ts";
import { rng } from "../kernel/index.ts";
import {
  type ArmStatistics,
  type OpenArm,
  type OpenShadow,
  openArm,
  openShadow,
  type ShadowStatistics,
} from "./arm-statistics.ts";

/** What was seen of a system under one of its plans. */
export interface Watched {
  readonly system: string;
  /** Version of the plan. */
  readonly epoch: number;
  /** By name of the arm. */
  readonly arms: Readonly<Record<string, ArmStatistics>>;
  /** By id of the release. */
  readonly shadows: Readonly<Record<string, ShadowStatistics>>;
}

/** Watches decisions: counts how arms do, and asks shadows. */
export interface Watching extends DecisionWatcher {
  /** What was seen of a system under its newest plan; undefined before its first decision. */
  watched(system: string): Watched | undefined;
  /** Everything that was seen, for whoever shows it. */
  all(): readonly Watched[];
}

export interface WatchingOptions {
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Does a piece of work when there is time for it: not before the answer of the decision at hand was sent. */
  readonly later: (work: () => void) => void;
  /** Questions that wait for a shadow, at most; more are shed. Default 64. */
  readonly mostWaiting?: number;
  /** Milliseconds that a question may wait for a shadow: one that waits longer shows that there is no time, and is shed. Default 50. */
  readonly longestWaitMs?: number;
}

interface Book {
  readonly epoch: number;
  readonly arms: Map<string, OpenArm>;
  readonly shadows: Map<string, OpenShadow>;
}

/** Watches from now on. Statistics begin anew with every plan of a system. */
export function watching({ stopwatch, later, mostWaiting = 64, longestWaitMs = 50 }: WatchingOptions): Watching {
  const books = new Map<string, Book>();
  let waiting = 0;
  const ask = (seen: SeenDecision, release: string, shadow: OpenShadow): void => {
    if (waiting >= mostWaiting) {
      shadow.shed();
      return;
    }
    const asked = stopwatch();
    waiting++;
    later(() => {
      waiting--;
      const start = stopwatch();
      if (start - asked > longestWaitMs) shadow.shed();
      else compare(seen, { release, shadow, start });
    });
  };
  const compare = (seen: SeenDecision, of: { release: string; shadow: OpenShadow; start: number }): void => {
    const { record, state } = seen;
    const body = attempt(() => seen.ask(shadowState(state, of.release)));
    const took = stopwatch() - of.start;
    const failed = { ...record.body, score: null, reasons: ["fallback.shadow-failed"], took };
    of.shadow.add(record.body, body === undefined ? failed : { ...body, took });
  };
  return {
    decided(seen) {
      const { record, state } = seen;
      const book = bookOf(books, record.body.system, state.epoch);
      // A decision that began under an older plan says nothing of the newest.
      if (book === undefined) return;
      entry(book.arms, record.body.arm, openArm).add(record.body);
      for (const { release, share } of state.plan.shadows ?? [])
        if (isSampled(record.id, release, share)) ask(seen, release, entry(book.shadows, release, openShadow));
    },
    watched: (system) => {
      const book = books.get(system);
      return book === undefined ? undefined : read(system, book);
    },
    all: () => [...books].map(([system, book]) => read(system, book)),
  };
}

function bookOf(books: Map<string, Book>, system: string, epoch: number): Book | undefined {
  const book = books.get(system);
  if (book?.epoch === epoch) return book;
  if (book !== undefined && book.epoch > epoch) return undefined;
  const next: Book = { epoch, arms: new Map(), shadows: new Map() };
  books.set(system, next);
  return next;
}

function entry<T>(of: Map<string, T>, name: string, make: () => T): T {
  const found = of.get(name) ?? make();
  of.set(name, found);
  return found;
}

/** By the decision's id, so that any server and any replay draws the same. */
function isSampled(id: string, release: string, share: number): boolean {
  return share >= 1 || rng({ seed: 0, unit: id, purpose: `shadow/${release}` }).at(0) < share;
}

function read(system: string, { epoch, arms, shadows }: Book): Watched {
  const all = <T>(of: Map<string, { read(): T }>): Record<string, T> =>
    Object.fromEntries([...of].map(([name, open]) => [name, open.read()]));
  return { system, epoch, arms: all(arms), shadows: all(shadows) };
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // A shadow that throws is counted as failed, and nobody else notices.
    return undefined;
  }
}
