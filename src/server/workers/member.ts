import { setTimeout as sleep } from "node:timers/promises";
import { MessageChannel, type Worker } from "node:worker_threads";
import { messageOf } from "../../kernel/index.ts";
import type { ControlDuties, ThreadDuties, ThreadStart } from "./duties.ts";
import { threadLost, threadSilent } from "./errors.ts";
import { type Partner, talkOver } from "./talk.ts";

/** A serving thread, as the thread that controls it knows it. */
export interface Member extends Pick<Partner<ThreadDuties>, "tell"> {
  /** From 1. */
  readonly number: number;
  /** Throws what the thread throws, `server.thread-lost` when it has ended, `server.thread-silent` after `patienceMs`. */
  ask<Duty extends keyof ThreadDuties>(
    duty: Duty,
    about: Parameters<ThreadDuties[Duty]>[0],
    patienceMs: number,
  ): Promise<Awaited<ReturnType<ThreadDuties[Duty]>>>;
  /** Resolves to why it ended, once it has. */
  readonly ended: Promise<string>;
  /** Ends it where it is, and says why where that is not plain. */
  stop(why?: string): Promise<void>;
}

/** A thread, as far as it is told from outside: what it throws, that it exits, and to end it. */
export type ThreadHandle = Pick<Worker, "once" | "terminate">;

export interface MemberOptions {
  /** Starts a thread that hands this to `serveOnThread`; the port in it changes hands. */
  startThread(start: ThreadStart): ThreadHandle;
  readonly start: Omit<ThreadStart, "talk" | "thread">;
  /** What the thread may ask. */
  readonly duties: ControlDuties;
}

/** Starts a serving thread, which does nothing until it is asked to. */
export function startMember({ startThread, start, duties }: MemberOptions, number: number): Member {
  const { port1, port2 } = new MessageChannel();
  const worker = startThread({ ...start, talk: port2, thread: number });
  const partner = talkOver<ControlDuties, ThreadDuties>(port1, duties);
  let why = "it stopped by itself";
  worker.once("error", (thrown) => {
    why = messageOf(thrown);
  });
  const ended = new Promise<string>((resolve) => {
    worker.once("exit", () => {
      partner.end(threadLost({ why }));
      resolve(why);
    });
  });
  return {
    number,
    tell: partner.tell,
    ask: (duty, about, patienceMs) => within(partner.ask(duty, about), { patienceMs, number }),
    ended,
    stop: async (reason = why) => {
      why = reason;
      await worker.terminate();
    },
  };
}

async function within<T>(
  answer: Promise<T>,
  { patienceMs, number }: { readonly patienceMs: number; readonly number: number },
): Promise<T> {
  const over = new AbortController();
  const impatience = sleep(patienceMs, undefined, { signal: over.signal }).then(() => {
    throw threadSilent({ thread: number, ms: patienceMs });
  });
  // Ended below in the usual case, when nobody looks at it any more.
  impatience.catch(() => undefined);
  try {
    return await Promise.race([answer, impatience]);
  } finally {
    over.abort();
  }
}
