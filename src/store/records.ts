import type { Query } from "./query.ts";

/** A stored value and the version that `compareAndSet` asks for. Versions count from 1. */
export interface Versioned<T> {
  readonly id: string;
  readonly version: number;
  readonly value: T;
}

/** A part of what a query found. */
export interface Found<T> {
  readonly items: readonly Versioned<T>[];
  /** How many there are in all. */
  readonly total: number;
}

/**
 * Values of one shape, by id. Values are JSON-like (`store.value-not-json`) and at most 4 MiB each
 * (`store.value-too-large`).
 */
export interface Collection<T> {
  get(id: string): Promise<Versioned<T> | undefined>;
  /** All, in order of insertion. */
  list(): Promise<readonly Versioned<T>[]>;
  /**
   * Some, without reading the others: ten thousand small values take milliseconds. The members `status`, `kind` and
   * `parent` are indexed. Throws `store.path-refused`.
   */
  find(query: Query): Promise<Found<T>>;
  /** False when the id is taken; nothing is changed then. */
  insert(id: string, value: T): Promise<boolean>;
  /** False when the stored version is not `version`; nothing is changed then. */
  compareAndSet(id: string, version: number, value: T): Promise<boolean>;
}

/** Small, precious state: what is registered, what is served, who decided it. */
export interface Records {
  /** Reads see what is committed, and never wait for a transaction. */
  collection<T>(name: string): Collection<T>;
  /**
   * All or nothing: what `work` did is kept when it resolves and undone when it rejects. One transaction runs at a time;
   * the others wait. Throws `store.transaction-nested` for a write inside `work` that goes past the records it was handed.
   */
  transaction<R>(work: (records: Pick<Records, "collection">) => Promise<R>): Promise<R>;
  /** Waits for what has begun. Closing twice does no harm; everything else afterwards throws `store.closed`. */
  close(): Promise<void>;
}
