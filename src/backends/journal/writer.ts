import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { threadEnvironment } from "../thread-start.ts";
import type { ToWriter, WriterData } from "./messages.ts";
import type { Durability } from "./segment-file.ts";
import { SEGMENT_LIMITS } from "./segment-writer.ts";
import { writingLoop } from "./writing-loop.ts";

export interface WriterOptions {
  /** `fsync` (default): acknowledged means on the platter. `os`: it survives the process, not a power cut. */
  readonly durability?: Durability | undefined;
  /** Bytes, about, after which a segment is closed. Default 64 MiB. */
  readonly segmentBytes?: number;
  /** Milliseconds after which a segment is closed. Default a day. */
  readonly segmentAge?: number;
  /** How many closed segments stay beside the newest before they are compacted to Parquet; null: all. Default 2. */
  readonly keep?: number | null;
}

/** Whatever writes one journal for this process. */
export interface JournalWriter {
  /** A port for `journalOver` or `countersOver`, on this thread or another. */
  connect(): MessagePort;
  /** Calls once, when the thread has ended without being told to. */
  onLost(listener: () => void): void;
  /** Waits for what was asked, and ends. */
  close(): Promise<void>;
}

/** Starts a thread that owns a journal's folder for this process: appending, keys and counters. */
export function journalWriter(folder: string, options: WriterOptions = {}): JournalWriter {
  const worker = startWorker(dataOf(folder, options));
  let closing: Promise<void> | undefined;
  const tell = (told: ToWriter, ports: readonly MessagePort[] = []): void => worker.postMessage(told, ports);
  worker.unref();
  // Without a listener, a thread that fails would end the process.
  worker.on("error", () => undefined);
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      tell({ connect: port1 }, [port1]);
      return port2;
    },
    onLost: (listener) => void worker.once("exit", () => closing === undefined && listener()),
    close() {
      closing ??= new Promise((resolve) => {
        worker.ref();
        worker.once("exit", () => resolve());
        tell({ close: true });
      });
      return closing;
    },
  };
}

/** The same on this thread: it begins at once and holds the event loop up while it commits. For those who write little. */
export function journalWriterHere(folder: string, options: WriterOptions = {}): JournalWriter {
  const loop = writingLoop(dataOf(folder, options));
  return {
    connect() {
      const { port1, port2 } = new MessageChannel();
      loop.listen(port1);
      port1.unref();
      return port2;
    },
    onLost: () => undefined,
    close: loop.close,
  };
}

function dataOf(folder: string, options: WriterOptions): WriterData {
  const { durability = "fsync", segmentBytes: bytes, segmentAge: age, keep = 2 } = options;
  const limits = { ...SEGMENT_LIMITS, bytes: bytes ?? SEGMENT_LIMITS.bytes, age: age ?? SEGMENT_LIMITS.age };
  return { folder, durability, limits, keep };
}

function startWorker(data: WriterData): Worker {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const env = threadEnvironment();
  // What this process was started with may mean something else to a thread.
  const execArgv = ["--disable-warning=ExperimentalWarning"];
  return new Worker(new URL(`./writer-host.${ending}`, import.meta.url), { env, execArgv, workerData: data });
}
