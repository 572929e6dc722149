import type { AlidadeError } from "../kernel/index.ts";
import type { Paths } from "../wire/index.ts";
import { type ConnectionOptions, connectionOf } from "./connection.ts";
import { answerUnreadable } from "./errors.ts";
import { type Connection, postLines, problemIn } from "./post.ts";
import { steadily } from "./steadily.ts";
import type { OutcomeReport } from "./types.ts";
import { type QueueStorage, type WaitingReports, waitingReports } from "./waiting-reports.ts";

export interface OutcomeQueueOptions extends ConnectionOptions {
  /** Default: memory, until the process ends. */
  readonly storage?: QueueStorage | undefined;
  /** The most reports that wait; then the oldest goes. Default 1000. */
  readonly most?: number | undefined;
  /** How long a report waits for others to go along, in milliseconds. Default 1000. */
  readonly everyMs?: number | undefined;
  /** The most reports that go at once. Default 100. */
  readonly atOnce?: number | undefined;
  /** Is told of a report that will never arrive: the server refused it, or too many wait (no error then). */
  readonly onLost?: ((report: OutcomeReport, error: AlidadeError | undefined) => void) | undefined;
}

/** Reports that are sent together, later, and again until they arrived; their keys keep repetitions apart. */
export interface OutcomeQueue {
  /** Takes a report; it is sent within a second or so, or when the server can be reached again. */
  report(report: OutcomeReport): void;
  /** How many wait. */
  waiting(): number;
  /** Sends now what waits. Rejects when the server cannot take it; nothing is lost then. */
  flush(): Promise<void>;
  /** Sends nothing more by itself. What waits stays in the storage. */
  stop(): void;
}

const OUTCOMES: Paths["outcomes"] = "/v1/outcomes";

/**
 * A queue for outcomes that may wait: for pages that are offline at times, and to send many at once.
 *
 * @example
 * const queue = outcomeQueue("https://decisions.example", { storage: localStorage, token });
 * queue.report({ decision: id, outcome: "clicked", at: Date.now(), key: `click-${id}` });
 */
export function outcomeQueue(url: string, options: OutcomeQueueOptions = {}): OutcomeQueue {
  const { storage, most = 1_000, everyMs = 1_000, atOnce = 100, onLost } = options;
  const connection = connectionOf(url, options);
  const waiting = waitingReports(storage);
  const lose = (report: OutcomeReport, error?: AlidadeError): void => {
    waiting.remove(report);
    onLost?.(report, error);
  };
  const sending = steadily(
    () => sendSome(connection, waiting, { atOnce, lose }),
    () => waiting.size() > 0,
    everyMs,
  );
  sending.soon(false);
  // A page knows when its connection is back, and need not wait for the next try.
  const { addEventListener: listen, removeEventListener: ignore } = globalThis as Partial<EventTarget>;
  const again = (): void => void sending.now().catch(() => undefined);
  listen?.("online", again);
  return {
    report(report) {
      waiting.add(report);
      const [oldest] = waiting.size() > most ? waiting.first(1) : [];
      if (oldest !== undefined) lose(oldest);
      sending.soon(waiting.size() >= atOnce);
    },
    waiting: waiting.size,
    flush: sending.now,
    stop: () => {
      ignore?.("online", again);
      sending.stop();
    },
  };
}

/** Sends the oldest. What arrived or never will is forgotten; the first that may arrive later is thrown. */
async function sendSome(
  connection: Connection,
  waiting: WaitingReports,
  { atOnce, lose }: { readonly atOnce: number; readonly lose: (report: OutcomeReport, error: AlidadeError) => void },
): Promise<void> {
  const batch = waiting.first(atOnce);
  const body = batch.map((report) => JSON.stringify(report)).join("\n");
  const answers = await postLines(connection, { path: OUTCOMES, body, lines: true });
  for (const [i, report] of batch.entries()) {
    const answer = answers[i];
    if (answer === undefined) throw answerUnreadable({ url: connection.url, status: 200 });
    const error = problemIn(answer);
    if (error?.retryable === true) throw error;
    if (error === undefined) waiting.remove(report);
    else lose(report, error);
  }
}
