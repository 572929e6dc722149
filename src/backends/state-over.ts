import type { MessagePort } from "node:worker_threads";
import { wallClock } from "../kernel/index.ts";
import type { Counters, Journal, State } from "../store/index.ts";
import { idKey, idsUnder } from "./decision-ids.ts";
import { countersOver } from "./journal/counters-over.ts";
import { type JournalOverOptions, journalOver } from "./journal/journal-over.ts";
import type { LocalState } from "./state-directory.ts";

/** Two ports to the thread that writes a state's journal: for its entries, and for what it counts. */
export interface WriterPorts {
  readonly journal: MessagePort;
  readonly counters: MessagePort;
}

/** Two more ports to the one thread that writes the state's journal for this process. */
export function writerPorts({ connect }: Pick<LocalState, "connect">): WriterPorts {
  return { journal: connect(), counters: connect() };
}

/** What another thread needs of a state beside ports, as plain data: it is not told where the state is. */
export interface StatePass extends JournalOverOptions {
  readonly idKey: string;
}

/** Throws `state.corrupt`. */
export async function statePass(
  { location }: Pick<State, "location">,
  options: JournalOverOptions,
): Promise<StatePass> {
  return { ...options, idKey: await idKey(location) };
}

/** The part of a state that decides and stores, for a thread that did not open it. */
export interface StateOver extends Pick<State, "journal" | "counters" | "ids"> {
  close(): Promise<void>;
}

interface Open {
  readonly journal: Journal;
  readonly counters: Counters;
}

/**
 * A state over a writer's ports. Where the writer ended without being told to, what it was asked is refused, as one that may
 * be asked again, and the next call asks for other ports.
 */
export function stateOver(connect: () => Promise<WriterPorts>, { idKey: key, ...options }: StatePass): StateOver {
  let current: Promise<Open> | undefined;
  const open = (): Promise<Open> => {
    const opening = connect().then((ports): Open => {
      ports.journal.once("close", forget);
      return { journal: journalOver(ports.journal, options), counters: countersOver(ports.counters, options) };
    });
    const forget = (): void => {
      if (current === opening) current = undefined;
    };
    opening.catch(forget);
    return opening;
  };
  const using = async <R>(work: (open: Open) => Promise<R>): Promise<R> => {
    current ??= open();
    return await work(await current);
  };
  const close = async (): Promise<void> => {
    const last = await current?.catch(() => undefined);
    await Promise.all([last?.journal.close(), last?.counters.close()]);
  };
  return {
    journal: {
      append: (entries) => using(({ journal }) => journal.append(entries)),
      read: (from, limit, kind) => using(({ journal }) => journal.read(from, limit, kind)),
      readBack: (upTo, limit) => using(({ journal }) => journal.readBack(upTo, limit)),
      find: (kind, id) => using(({ journal }) => journal.find(kind, id)),
      close,
    },
    counters: { take: (key, take) => using(({ counters }) => counters.take(key, take)), close },
    ids: idsUnder(key, wallClock.now),
    close,
  };
}
