/** Memory in which all threads of a server count together. */
export type AnsweredMemory = SharedArrayBuffer;

/** How many requests a server has answered since it started. */
export interface Answers {
  /** Of a batch its lines; none of those that only ask whether a server is well. */
  readonly requests: number;
  /** Of these, answered with 500 or more. */
  readonly failed: number;
}

/** Counts what is answered. */
export interface Answered {
  /** Counts an answer by its HTTP status. */
  count(status: number): void;
  read(): Answers;
}

export function answeredMemory(): AnsweredMemory {
  return new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT);
}

const [REQUESTS, FAILED] = [0, 1];

/** Counts in memory that others may count in as well: what one of them had counted stays when it dies. */
export function answeredIn(memory: AnsweredMemory): Answered {
  const counts = new BigInt64Array(memory);
  return {
    count(status) {
      Atomics.add(counts, REQUESTS, 1n);
      if (status >= 500) Atomics.add(counts, FAILED, 1n);
    },
    read: () => {
      // Never more failures than requests, whatever is counted in between.
      const failed = Number(Atomics.load(counts, FAILED));
      return { requests: Number(Atomics.load(counts, REQUESTS)), failed };
    },
  };
}
