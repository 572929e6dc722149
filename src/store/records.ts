/** A stored value and the version that `compareAndSet` asks for. */
export interface Versioned<T> {
  readonly id: string;
  readonly version: number;
  readonly value: T;
}

/** Values of one shape, by id. Values are JSON-like and at most 4 MiB each. */
export interface Collection<T> {
  get(id: string): Promise<Versioned<T> | undefined>;
  /** All, in order of insertion. */
  list(): Promise<readonly Versioned<T>[]>;
  /** False when the id is taken; nothing is changed then. */
  insert(id: string, value: T): Promise<boolean>;
  /** False when the stored version is not `version`; nothing is changed then. */
  compareAndSet(id: string, version: number, value: T): Promise<boolean>;
}

/** Small, precious state: what is registered, what is served, who decided it. */
export interface Records {
  collection<T>(name: string): Collection<T>;
  /** All or nothing: what `work` did is kept when it resolves and undone when it rejects. */
  transaction<R>(work: (records: Pick<Records, "collection">) => Promise<R>): Promise<R>;
  close(): Promise<void>;
}
