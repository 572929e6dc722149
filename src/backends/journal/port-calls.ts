import type { MessagePort } from "node:worker_threads";
import { defineError, type ErrorConstructor, rebuilt } from "../../kernel/index.ts";
import { workFailed } from "../thread-compute.ts";
import type { Asked, Told } from "./messages.ts";

const writerLost: ErrorConstructor<object> = defineError("store.journal-writer-lost", {
  headline: "The thread that writes the journal has ended",
  retryable: true,
  message: () =>
    "The thread that writes the journal ended before it answered. What it was asked may or may not be kept.",
  hint: () => "Try again: a key that was kept is known.",
});

type Answer = Exclude<Told, { folder: string }>;
/** A question without its number. */
type Question = Asked extends infer A ? (A extends unknown ? Omit<A, "number"> : never) : never;

/** Questions and answers over one port. */
export interface PortCalls {
  /** Where the journal is; the writer says so first. */
  readonly folder: Promise<string>;
  /** Throws what the writer threw, `store.journal-writer-lost` where it is no more. */
  ask(question: Question): Promise<Answer>;
  readonly isLost: boolean;
  close(): void;
}

interface Call {
  resolve(answer: Answer): void;
  reject(thrown: unknown): void;
}

/** Listens to a port. It keeps the process alive only while an answer is awaited. */
export function portCalls(port: MessagePort): PortCalls {
  const calls = new Map<number, Call>();
  let count = 0;
  let isLost = false;
  let located: ((folder: string) => void) | undefined;
  let lost: ((thrown: unknown) => void) | undefined;
  const folder = new Promise<string>((resolve, reject) => {
    located = resolve;
    lost = reject;
  });
  folder.catch(() => undefined);
  port.on("message", (told: Told) => {
    if ("folder" in told) {
      located?.(told.folder);
      return;
    }
    const call = calls.get(told.number);
    calls.delete(told.number);
    if (calls.size === 0) port.unref();
    if ("failed" in told) call?.reject(failureOf(told.failed));
    else call?.resolve(told);
  });
  port.on("close", () => {
    isLost = true;
    lost?.(writerLost({}));
    for (const { reject } of calls.values()) reject(writerLost({}));
    calls.clear();
  });
  port.unref();
  return {
    folder,
    get isLost() {
      return isLost;
    },
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (isLost) {
          reject(writerLost({}));
          return;
        }
        const number = count++;
        if (calls.size === 0) port.ref();
        calls.set(number, { resolve, reject });
        port.postMessage({ ...question, number } as Asked);
      }),
    close: () => port.close(),
  };
}

function failureOf({ facts, message }: Extract<Told, { failed: unknown }>["failed"]): Error {
  return facts === null ? workFailed({ why: message }) : rebuilt(facts, message);
}
