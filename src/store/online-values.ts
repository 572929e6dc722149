import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Cursor } from "./journal.ts";

/** Whose state, and of which stream. */
export interface OnlineKey {
  readonly stream: string;
  /** The entity as text. */
  readonly entity: string;
}

/** What is kept of one entity in one stream. */
export interface OnlineEntry {
  /** Where the view stood when this was read: everything in the journal up to there is in it. */
  readonly position: Cursor | null;
  /** Null before the first one was written, and where nothing is kept. */
  readonly state: Uint8Array | null;
  /** What came since that state was written, one line after the other. */
  readonly tail: string;
}

/** Either a state, which replaces what was kept, or lines that are added to it. */
export type OnlineWrite = OnlineKey & ({ readonly state: Uint8Array } | { readonly tail: string });

/** How far a view has come. */
export interface Stand {
  /** Everything in the journal up to here is in the view. */
  readonly position: Cursor | null;
  /** What the view is made of: another text, another view. */
  readonly about: string;
  /** What else its owner remembers of it, as text. */
  readonly note: string;
}

/** What a view is moved by. */
export interface OnlineMove {
  /** Where the view has to stand; null for one that is begun. */
  readonly from: Stand | null;
  readonly to: Stand;
  readonly writes: readonly OnlineWrite[];
}

export const onlineRaced: ErrorConstructor<{ readonly view: string }> = defineError("store.online-raced", {
  headline: "Two writers of one online view",
  retryable: true,
  message: ({ view }: { readonly view: string }) =>
    `The online view ${view} was moved by another process. Nothing was written, and no event is lost.`,
});

/** A tail longer than this, in characters, is told of: its owner should write a state in its place. */
export const LONGEST_TAIL = 8_192;

/**
 * The latest values per entity: encoded states, and how much of the journal is in them. Both move together, so that
 * whoever goes on reading the journal at `position` neither loses nor doubles anything, whenever a process died.
 */
export interface OnlineValues {
  /** Where a view stands; undefined when there is none of that name. */
  stand(view: string): Promise<Stand | undefined>;
  /** One for each key; undefined when there is no view of that name. Reads see whole moves alone, while others are made. */
  get(view: string, keys: readonly OnlineKey[]): Promise<readonly (OnlineEntry | undefined)[]>;
  /**
   * Everything or nothing; gives the keys whose tail has become longer than {@link LONGEST_TAIL}. Throws
   * `store.online-raced` for a view that stands elsewhere.
   */
  move(view: string, move: OnlineMove): Promise<readonly OnlineKey[]>;
  /** Keys after a key in the order of their names, at most `limit`. */
  keys(view: string, after: OnlineKey | null, limit: number): Promise<readonly OnlineKey[]>;
  /** `view` becomes what `by` is, in one step; `by` is no more. */
  replace(view: string, by: string): Promise<void>;
  /** Forgets a view, if there is one. */
  drop(view: string): Promise<void>;
  /** Closing twice does no harm; everything else afterwards throws `store.closed`. */
  close(): Promise<void>;
}
