import type { MessagePort } from "node:worker_threads";
import { carried } from "../../kernel/index.ts";
import { type CounterFile, counterFile } from "./counter-file.ts";
import type { Asked, Told, WriterData } from "./messages.ts";
import { segmentNumbers } from "./segment-file.ts";
import { type SegmentWriter, segmentWriter } from "./segment-writer.ts";
import { startCompactor } from "./start-compactor.ts";

/** Entries committed together at most. */
const LARGEST_GROUP = 4_096;

type Append = Extract<Asked, { append: unknown }>;
type TakeAsked = Extract<Asked, { take: unknown }>;

interface Waiting<A extends Asked = Asked> {
  readonly port: MessagePort;
  readonly asked: A;
}

/** Answers ports: writes what they append, takes what they take, a group at a time. */
export interface WritingLoop {
  listen(port: MessagePort): void;
  /** Has closed files compacted that an earlier process left. */
  catchUp(): Promise<void>;
  /** Resolves when everything that was asked is answered and the files are closed. */
  close(): Promise<void>;
}

/** The loop of a journal's writer, on whichever thread it is started. Files are opened when they are first needed. */
export function writingLoop(data: WriterData): WritingLoop {
  const ports = new Set<MessagePort>();
  const files = openFiles(data);
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      // What has come meanwhile joins the group.
      await new Promise((next) => setImmediate(next));
      const group = firstGroup(waiting);
      waiting = waiting.slice(group.length);
      await answerTakes(files, group);
      await answerAppends(files, group);
    }
    running = undefined;
  };
  return {
    listen(port) {
      ports.add(port);
      port.on("close", () => ports.delete(port));
      port.on("message", (asked: Asked) => {
        waiting.push({ port, asked });
        running ??= run();
      });
      port.postMessage({ folder: data.folder } satisfies Told);
    },
    catchUp: files.catchUp,
    async close() {
      await running;
      files.close();
      for (const port of ports) port.close();
    },
  };
}

/** As many whole messages as fit into one commit, and at least one. */
function firstGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  let entries = 0;
  const end = waiting.findIndex(({ asked }) => {
    entries += "append" in asked ? asked.append.kinds.length : asked.take.length;
    return entries > LARGEST_GROUP;
  });
  return end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
}

/** Files that are opened when needed, and anew after a failure: whatever was wrong with them may be over by then. */
interface Files {
  writing<R>(work: (writer: SegmentWriter) => Promise<R>): Promise<R>;
  counting<R>(work: (counters: CounterFile) => Promise<R>): Promise<R>;
  catchUp(): Promise<void>;
  close(): void;
}

function openFiles(data: WriterData): Files {
  const compactor = startCompactor(data.folder, data.keep);
  const options = { ...data, now: () => Date.now(), rotated: compactor.wake };
  const writer = reopened(() => segmentWriter(data.folder, options));
  const counters = reopened(() => counterFile(data.folder, data.durability));
  return {
    writing: writer.use,
    counting: counters.use,
    async catchUp() {
      const files = await segmentNumbers(data.folder);
      if (data.keep !== null && files.length > data.keep + 1) compactor.wake();
    },
    close() {
      writer.close();
      counters.close();
      compactor.stop();
    },
  };
}

function reopened<F extends { close(): void }>(
  open: () => Promise<F>,
): { use<R>(work: (file: F) => Promise<R>): Promise<R>; close(): void } {
  let file: F | undefined;
  const close = (): void => {
    file?.close();
    file = undefined;
  };
  return {
    close,
    async use(work) {
      try {
        file ??= await open();
        return await work(file);
      } catch (thrown) {
        close();
        throw thrown;
      }
    },
  };
}

async function answerTakes(files: Files, group: readonly Waiting[]): Promise<void> {
  const takes = group.filter((one): one is Waiting<TakeAsked> => "take" in one.asked);
  if (takes.length === 0) return;
  try {
    const given = await files.counting((counters) => counters.take(takes.flatMap(({ asked }) => asked.take)));
    let from = 0;
    for (const { port, asked } of takes) {
      const taken = given.slice(from, from + asked.take.length);
      from += asked.take.length;
      port.postMessage({ number: asked.number, taken } satisfies Told);
    }
  } catch (thrown) {
    refuse(takes, thrown);
  }
}

async function answerAppends(files: Files, group: readonly Waiting[]): Promise<void> {
  const appends = group.filter((one): one is Waiting<Append> => "append" in one.asked);
  if (appends.length === 0) return;
  try {
    const known = await files.writing((writer) => writer.commit(appends.map(({ asked }) => asked.append)));
    for (const [i, { port, asked }] of appends.entries())
      port.postMessage({ number: asked.number, known: known[i] ?? null } satisfies Told);
  } catch (thrown) {
    refuse(appends, thrown);
  }
}

function refuse(group: readonly Waiting[], thrown: unknown): void {
  const failed = carried(thrown);
  for (const { port, asked } of group) port.postMessage({ number: asked.number, failed } satisfies Told);
}
