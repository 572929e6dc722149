import type { MessagePort } from "node:worker_threads";
import { isAlidadeError } from "../../kernel/index.ts";
import {
  type Counters,
  type JournalPromises,
  storeClosed,
  type Take,
  type Taken,
  windowsInMemory,
} from "../../store/index.ts";
import { portCalls } from "./port-calls.ts";

interface Waiting {
  readonly take: Take & { readonly key: string };
  resolve(taken: Taken): void;
  reject(thrown: unknown): void;
}

export interface CountersOverOptions {
  /** What becomes of a take that cannot be counted: `refuse` (default) rejects; `answer` gives nothing, and says why. */
  readonly whenFull?: JournalPromises["whenFull"];
}

/** Counters over a writer's port: what is taken in one turn of the event loop travels, and is committed, together. */
export function countersOver(port: MessagePort, { whenFull }: CountersOverOptions = {}): Counters {
  const calls = portCalls(port);
  const pending = new Set<Promise<unknown>>();
  let waiting: Waiting[] = [];
  let closing: Promise<void> | undefined;
  const send = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    try {
      const told = await calls.ask({ take: group.map(({ take }) => take) });
      const taken = "taken" in told ? told.taken : [];
      for (const [i, { resolve }] of group.entries()) resolve(taken[i] ?? { taken: 0, left: 0 });
    } catch (thrown) {
      for (const { reject } of group) reject(thrown);
    }
  };
  return {
    async take(key, take) {
      if (closing !== undefined) throw storeClosed({ what: "the counters" });
      // A wrong question is refused here, so that it fails nobody else's.
      windowsInMemory()(key, take);
      const { promise, resolve, reject } = Promise.withResolvers<Taken>();
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ take: { ...take, key }, resolve, reject });
      pending.add(promise);
      try {
        return await (whenFull === "answer" ? promise.catch(uncounted) : promise);
      } finally {
        pending.delete(promise);
      }
    },
    close() {
      closing ??= Promise.allSettled(pending).then(() => calls.close());
      return closing;
    },
  };
}

/** Forgives what a disk did: what cannot be counted is not given, so that no window ever gives more than its most. */
function uncounted(thrown: unknown): Taken {
  if (isAlidadeError(thrown) && thrown.retryable) return { taken: 0, left: 0, uncounted: true };
  throw thrown;
}
