import { type Decider, deciderOver, modelShelf, type ServingDocument } from "../../decide/index.ts";
import { type Clock, hashValue, known } from "../../kernel/index.ts";
import type { ModelPorts } from "../../model/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { Compute, JournalPromises, State } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Watching, watching } from "../../watch/index.ts";
import { isLoopback } from "../access/addresses.ts";
import type { Desk } from "../desk.ts";
import { openEntrance } from "../entrance.ts";
import { metricsOf } from "../metrics.ts";
import { ownMetrics, readinessOf } from "../one-desk.ts";
import { type OpenDesk, serveDesk } from "../serve-desk.ts";
import { storeHealth } from "../store-health.ts";
import { answeredIn } from "../telemetry/answered.ts";
import type { Whole } from "../whole.ts";
import type { ControlDuties, JournalPorts, Opening, ThreadDuties, ThreadStart, Unusable } from "./duties.ts";
import { systemDiffers } from "./errors.ts";
import { sharedRateLimit } from "./shared-rates.ts";
import { type Partner, talkOver } from "./talk.ts";
import { type ToldBook, toldBook } from "./told-book.ts";
import { toldLog } from "./told-log.ts";
import { toldOnline } from "./told-online.ts";

/** What a serving thread brings along: code, and what it opens by itself. */
export interface ThreadParts extends Pick<State, "journal" | "counters" | "ids"> {
  /** As their files declare them now. */
  readonly systems: readonly SystemDefinition[];
  readonly ports?: ModelPorts | undefined;
  readonly compute?: Compute | undefined;
  readonly clock: Clock;
  /** What the journal was opened to do while the disk is full. Default `refuse`. */
  readonly whenFull?: JournalPromises["whenFull"];
}

/** Loads the systems, and opens the journal over ports, which `connect` gives whenever they are needed. */
export type LoadParts = (connect: () => Promise<JournalPorts>) => Promise<ThreadParts>;

interface OpenThread {
  readonly decider: Decider;
  readonly desk: Desk;
  readonly book: ToldBook;
  readonly watcher: Watching;
  listening: OpenDesk | undefined;
}

type Control = Partner<ControlDuties>;

/** What a serving thread does from its start to its end: what the thread that controls it asks. */
export function serveOnThread(start: ThreadStart, load: LoadParts): void {
  let opened: OpenThread | undefined;
  const thread = (): OpenThread => known(opened, "a serving thread that was opened");
  const control: Control = talkOver<ThreadDuties, ControlDuties>(start.talk, {
    open: async (opening) => {
      const parts = await load(() => control.ask("connect", null));
      checkSystems(parts.systems, start.systems);
      opened = await openThread(parts, { start, opening, control });
      return unusableIn(opened.decider, opening.documents);
    },
    listen: async (port) => {
      const { host, http } = start;
      const desk = await serveDesk(thread().desk, { host, port, tls: http.tls, isShared: true });
      thread().listening = desk;
      return desk.port;
    },
    adopt: async (document) => {
      await thread().decider.adopt(document);
      return unusableIn(thread().decider, [document]);
    },
    tokens: (tokens) => opened?.book.told(tokens),
    beat: () => null,
    count: () => ({ metrics: ownMetrics(thread().desk), watched: thread().watcher.all() }),
    ready: async () => {
      const { unready, remarks } = await readinessOf(thread().desk);
      return { unready: unready?.why ?? null, remarks };
    },
    drain: () => opened?.desk.entrance.drain(),
    close: async () => {
      await opened?.listening?.close();
      await opened?.desk.entrance.stop();
    },
  });
}

/** Throws `server.system-differs`. */
function checkSystems(systems: readonly SystemDefinition[], hashes: ThreadStart["systems"]): void {
  for (const system of systems) {
    const [here, there = "nothing"] = [hashValue(system), hashes[system.name]];
    if (here !== there)
      throw systemDiffers({ system: system.name, here: here.slice(0, 12), there: there.slice(0, 12) });
  }
}

interface OpenDeps {
  readonly start: ThreadStart;
  readonly opening: Opening;
  readonly control: Control;
}

async function openThread(parts: ThreadParts, { start, opening, control }: OpenDeps): Promise<OpenThread> {
  const { systems, journal } = parts;
  const { host, http, version, modelBytes, buckets } = start;
  const stopwatch = (): number => performance.now();
  const watcher = watching({ stopwatch, later: setImmediate });
  const shelf = modelShelf(modelBytes);
  const online = toldOnline(systems, control);
  const deps = { ...parts, online, stopwatch, shelf, watcher };
  const decider = await deciderOver(systems, opening.documents, deps);
  const log = toldLog((line) => control.tell("log", line));
  const metrics = metricsOf();
  const look = (): Promise<void> => control.ask("lookForTokens", null);
  const book = toldBook(opening.tokens, { asksAlways: !isLoopback(host), look });
  const shared = sharedRateLimit(buckets);
  // Threads have stopwatches that began at different times; this one began with the machine.
  const limits = {
    take: (key: string, perSecond: number) => shared.take(key, perSecond, Number(process.hrtime.bigint()) / 1e6),
  };
  const entrance = openEntrance(http, { book, limits, log, metrics, version });
  const findDecision = async (id: string): Promise<DecisionRecord | undefined> =>
    (await journal.find("decision", id)) as DecisionRecord | undefined;
  const stored = storeHealth({ now: stopwatch, whenFull: parts.whenFull, log });
  const answered = answeredIn(start.answered);
  const around = { findDecision, stored, metrics, answered, log, version, whole: wholeOver(control) };
  const desk = { decider, systems, entrance, online, ...around };
  return { decider, desk, book, watcher, listening: undefined };
}

/** What concerns the whole server is answered by the thread that controls it. */
function wholeOver(control: Control): Whole {
  return {
    metrics: () => control.ask("metrics", null),
    ready: () => control.ask("ready", null),
    readWeights: (call) => control.ask("readWeights", call),
    changeWeights: (call) => control.ask("changeWeights", call),
    undoWeights: (call) => control.ask("undoWeights", call),
  };
}

/** The models of these documents that cannot be used here, by id. */
function unusableIn(decider: Decider, documents: readonly ServingDocument[]): Unusable {
  const releases = documents.flatMap(({ system }) => [...(decider.serving(system)?.releases.values() ?? [])]);
  return Object.fromEntries(
    releases.flatMap(({ unusable, versions }) =>
      Object.entries(unusable).map(([head, why]) => [versions[head] ?? "", why] as const),
    ),
  );
}
