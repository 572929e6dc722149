import { type Decider, type Online, publisherOf, type Refresher, startRefreshing } from "../../decide/index.ts";
import type { Token } from "../../govern/index.ts";
import { hashValue, known } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { TokenBook } from "../access/token-book.ts";
import { type Control, openControl } from "../control/control.ts";
import type { ManageOptions, Watches } from "../control/manage.ts";
import { makeFirstToken, openBook } from "../entrance.ts";
import { keepYoung } from "../keep-young.ts";
import { silent } from "../log.ts";
import { urlOf } from "../serve-desk.ts";
import { type RunningServer, type ServerOptions, sayServing } from "../start-server.ts";
import { type AnsweredMemory, answeredIn, answeredMemory } from "../telemetry/answered.ts";
import { type Whole, whyNot } from "../whole.ts";
import { type Crew, openCrew } from "./crew.ts";
import { type CrewCounts, crewCounts } from "./crew-counts.ts";
import type { ControlDuties, JournalPorts, ThreadStart } from "./duties.ts";
import type { Member, MemberOptions } from "./member.ts";
import { publicationOf } from "./publication.ts";
import { requireFree } from "./shared-port.ts";
import { rateBuckets } from "./shared-rates.ts";
import { wholeOfCrew } from "./whole-crew.ts";

type Shared = "host" | "port" | "http" | "logger" | "refreshMs" | "manage" | "version";

export interface ThreadedOptions extends Pick<ServerOptions, Shared>, Pick<MemberOptions, "startThread"> {
  /** As this thread has loaded them; each other thread loads them itself, and must find the same. */
  readonly systems: readonly SystemDefinition[];
  /** How many threads answer. */
  readonly threads: number;
  /** Milliseconds between two questions whether a thread goes round; one that hangs is replaced. Default a second. */
  readonly beatMs?: number | undefined;
  /** Says what is served: only this thread reads it. */
  readonly registry: Registry;
  /** Where the hashes of large models are reckoned. Default: here. */
  readonly compute?: Compute | undefined;
  /** Two more ports to the thread that writes the journal. */
  connect(): JournalPorts;
  /** Bytes of opened models, all threads together. */
  readonly modelBytes: number;
  /** Keeps the windows over streams, for all threads. Default: the systems declare none. */
  readonly online?: Pick<Online, "seen" | "push" | "refresh" | "facts"> | undefined;
}

/** A server of several threads, and what they decide by. */
export interface ThreadedServer extends RunningServer {
  readonly decider: Served;
}

type Served = Pick<Decider, "systems" | "serving">;

/** What is there before the threads are. */
interface Room {
  readonly members: Member[];
  readonly decider: Served & Pick<Decider, "refresh">;
  readonly admit: ReturnType<typeof publicationOf>["admit"];
  readonly book: TokenBook;
  readonly control: Control;
  readonly refresher: Refresher;
  readonly counts: CrewCounts;
}

/**
 * Starts to answer over HTTP on several threads that listen on one port. This thread controls them and answers nobody: it reads
 * what is served, publishes it, and puts together what concerns all. Throws what `startServer` throws, and
 * `server.system-differs`.
 */
export async function startThreadedServer(options: ThreadedOptions): Promise<ThreadedServer> {
  keepYoung();
  const { host = "127.0.0.1", http = {}, logger: log = silent, threads: size, manage, systems } = options;
  if (options.port !== 0) await requireFree({ host, port: options.port });
  const room = await openRoom(options);
  const { members, decider, counts, control, refresher } = room;
  let crew: Crew | undefined;
  const deaths = (): number => crew?.deaths() ?? 0;
  const parts = { members, size, deaths, counts, online: options.online };
  const whole = wholeOfCrew(parts, { systems, decider, control, manage, refresher });
  const duties = dutiesOf(whole, { ...options, book: room.book });
  const { startThread, port: asked } = options;
  const counted = answeredMemory(systems.map(({ name }) => name));
  const start = startOf(options, host, counted);
  const { admit } = room;
  crew = await openCrew({
    startThread,
    start,
    duties,
    members,
    size,
    port: asked,
    admit,
    left: counts.left,
    log,
    beatMs: options.beatMs,
  }).catch(async (thrown: unknown) => {
    await closeRoom(room);
    throw thrown;
  });
  const close = closeOnce(crew, room, http.drainMs ?? 0);
  await makeFirstToken(http, room.book).catch(async (thrown: unknown) => {
    await close();
    throw thrown;
  });
  const { port } = crew;
  const url = urlOf({ host, port, tls: http.tls });
  sayServing(log, { url, host, systems, isOpenToRead: http.tls === undefined });
  const told = { answers: answeredIn(counted).read, unready: () => whyNot(whole) };
  return { url, port, decider, ...told, close };
}

async function openRoom(options: ThreadedOptions): Promise<Room> {
  const {
    systems,
    registry,
    compute,
    host = "127.0.0.1",
    http = {},
    logger: log = silent,
    refreshMs = 1_000,
  } = options;
  const members: Member[] = [];
  const told = (tokens: readonly Token[]): void => {
    for (const member of members) member.tell("tokens", tokens);
  };
  const publication = publicationOf({ systems, members, tokens: () => [...book.tokens().values()] });
  const publisher = publisherOf(systems, publication, { registry, compute });
  await publisher.begin();
  const book = await openBook(http, { host, log, everyMs: refreshMs, told });
  const refresh = async (system?: string): Promise<boolean> => {
    const changed = publisher.refresh(system);
    await Promise.allSettled([changed]);
    await options.online?.refresh();
    return await changed;
  };
  const decider = { systems, serving: publication.serving, refresh };
  const counts = crewCounts(members);
  const manage = managing(options.manage, counts);
  const control = await openControl(decider, { manage, log });
  const refresher = startRefreshing(decider, { log, everyMs: refreshMs, refused: control.refused });
  return { members, decider, admit: publication.admit, book, control, refresher, counts };
}

/** What is seen of arms and shadows is seen by the threads. */
function managing(manage: ManageOptions | undefined, counts: CrewCounts): ManageOptions | undefined {
  if (manage === undefined) return undefined;
  const watched: Watches["watched"] = async (system) => (await counts.watched()).find((one) => one.system === system);
  return { ...manage, watching: { watched, all: counts.watched } };
}

function dutiesOf(
  whole: Whole,
  { connect, logger = silent, book, online, systems }: ThreadedOptions & { readonly book: TokenBook },
): ControlDuties {
  const declared = (name: string): SystemDefinition =>
    known(
      systems.find((system) => system.name === name),
      `system ${name} is served here`,
    );
  const views = (): Pick<Online, "seen" | "push"> => known(online, "online views, which only systems with streams ask");
  return {
    seen: ({ system, about }) => views().seen(declared(system), about),
    push: ({ system, about }) => views().push(declared(system), about),
    connect,
    log: ({ level, facts, message }) => logger[level](facts, message),
    lookForTokens: book.refresh,
    metrics: whole.metrics,
    ready: whole.ready,
    readWeights: whole.readWeights,
    changeWeights: whole.changeWeights,
    undoWeights: whole.undoWeights,
  };
}

function startOf(
  { systems, http = {}, modelBytes, threads, version = "0" }: ThreadedOptions,
  host: string,
  answered: AnsweredMemory,
): Omit<ThreadStart, "talk" | "thread"> {
  const { tokens: _, drainMs: __, firstToken: ___, ...plain } = http;
  return {
    systems: Object.fromEntries(systems.map((system) => [system.name, hashValue(system)])),
    host,
    http: plain,
    buckets: rateBuckets(),
    answered,
    modelBytes: modelBytes / threads,
    version,
  };
}

async function closeRoom({ refresher, control, book }: Room): Promise<void> {
  await Promise.all([refresher.stop(), control.close(), book.stop()]);
}

function closeOnce(crew: Crew, room: Room, drainMs: number): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= crew.close(drainMs).then(() => closeRoom(room));
    return closing;
  };
}
