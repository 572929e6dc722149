import { known } from "../../kernel/index.ts";

/** Memory in which all threads of a server count together. Plain data, for whoever starts a thread. */
export interface AnsweredMemory {
  /** Names of the systems that are served, each of which has counts of its own. */
  readonly systems: readonly string[];
  /** Three counts of what is no system's, then three of each system. */
  readonly counts: SharedArrayBuffer;
}

/** How many requests a server has answered since it started. */
export interface Answers {
  /** Of a batch its lines; none of those that only ask whether a server is well. */
  readonly requests: number;
  /** Of these, answered with 500 or more. */
  readonly failed: number;
  /** Of these, answered with 400 or 422: what was asked is wrong in itself. */
  readonly refused: number;
}

/** Whose a request is, as far as it is known: its handler says so. */
export interface Whose {
  /** Name of the system; absent where the request was answered before anybody knew, or is about none. */
  system?: string | undefined;
}

/** Counts what is answered. */
export interface Answered {
  /** Counts an answer by its HTTP status. What names a system that is not served is no system's. */
  count(status: number, whose?: Whose): void;
  /** Of one system; of null, what is no system's; by default all together. A name must be of a system that is served. */
  read(system?: string | null): Answers;
}

export function answeredMemory(systems: readonly string[]): AnsweredMemory {
  return { systems, counts: new SharedArrayBuffer(EACH * (1 + systems.length) * BigInt64Array.BYTES_PER_ELEMENT) };
}

/** Of each: how many, how many of them failed, and how many were refused. */
const [REQUESTS, FAILED, REFUSED, EACH] = [0, 1, 2, 3];
/** The counts of what is no system's. */
const NOBODYS = 0;
const WRONG: ReadonlySet<number> = new Set([400, 422]);

/** Counts in memory that others may count in as well: what one of them had counted stays when it dies. */
export function answeredIn({ systems, counts: memory }: AnsweredMemory): Answered {
  const counts = new BigInt64Array(memory);
  // What a request names is only ever looked up: there are as many counts as systems, whatever comes.
  const places = new Map<string | undefined, number>(systems.map((name, i) => [name, EACH * (1 + i)]));
  const all = [NOBODYS, ...places.values()];
  const placeOf = (system: string): number => known(places.get(system), `system ${system} is served here`);
  return {
    count(status, whose) {
      const place = places.get(whose?.system) ?? NOBODYS;
      Atomics.add(counts, place + REQUESTS, 1n);
      if (status >= 500) Atomics.add(counts, place + FAILED, 1n);
      else if (WRONG.has(status)) Atomics.add(counts, place + REFUSED, 1n);
    },
    read: (system) => {
      const read = system === undefined ? all : [system === null ? NOBODYS : placeOf(system)];
      const sum = (of: number): number => read.reduce((so, place) => so + Number(Atomics.load(counts, place + of)), 0);
      // Never more failures than requests, whatever is counted in between.
      const [failed, refused] = [sum(FAILED), sum(REFUSED)];
      return { requests: sum(REQUESTS), failed, refused };
    },
  };
}
