/** A WebAssembly module that helpers run over a memory they share with the caller. */
export interface Service {
  /** Exports `serve(control)`, which returns when the caller has no more work. */
  readonly module: object;
  readonly memory: object;
  readonly control: number;
}

/** Threads over shared memory, started by whoever may (a backend) and used by a learner's inner loops. */
export interface Team {
  /** The caller's own thread included. */
  readonly threads: number;
  /** Asks the other threads to serve. Returns at once; a thread joins when it is ready, or never. */
  enlist(service: Service): void;
}
