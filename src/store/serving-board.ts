/** Something that a process which changed what is served tells those that serve it. */
export type ServingMessage =
  | {
      readonly kind: "changed";
      readonly system: string;
      /** What must be served, at least, before the answer comes. */
      readonly epoch: number;
    }
  /** Asks what was seen of a system's arms and shadows. */
  | { readonly kind: "watched"; readonly system: string };

/** What a server says to that. */
export interface ServingAnswer {
  /** Whether every decision that begins from now on is made by that epoch or a later one. */
  readonly taken: boolean;
  /** Why not. */
  readonly why?: string | undefined;
  /** What was asked for, as JSON-like data. */
  readonly facts?: unknown;
}

/** What became of one server that was told. */
export interface Told extends ServingAnswer {
  /** Its id, and the process that it is. */
  readonly server: string;
  readonly pid: number;
}

/** A server that others know of. */
export interface Announced {
  readonly id: string;
  /** Takes the announcement back. Closing twice does no harm. */
  close(): Promise<void>;
}

/** Where the servers on one state make themselves known to whoever changes what they serve. */
export interface ServingBoard {
  /** Makes a server known; `answer` is asked for every message. */
  announce(systems: readonly string[], answer: (message: ServingMessage) => Promise<ServingAnswer>): Promise<Announced>;
  /**
   * Tells every server that is known, but for the one of that id, and waits for all answers: at most `patienceMs` (default
   * 10 seconds), after which one that has not answered counts as not taken. One that died without a word is forgotten.
   */
  tell(
    message: ServingMessage,
    options?: { readonly but?: string | undefined; readonly patienceMs?: number },
  ): Promise<readonly Told[]>;
}
