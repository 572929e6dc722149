import { hashValue, type Ids } from "../../kernel/index.ts";
import type { EventRecord, RefusedEventRecord } from "../../records/index.ts";
import type { AppendResult, Journal } from "../../store/index.ts";
import { eventVersion, type SystemDefinition } from "../../system/index.ts";
import { judgeEvents } from "./judge-events.ts";
import type { OnlineClock } from "./online-clock.ts";
import { eventsTooMany, MOST_EVENTS, streamUnknown } from "./online-errors.ts";

/** Events that somebody pushes. */
export interface PushedEvents {
  /** Name of the stream. */
  readonly stream: string;
  /** The fields of each; at most 10,000 of them. */
  readonly events: readonly unknown[];
  /** The caller's own name for this push: the same again changes nothing. Events with ids need none. */
  readonly key?: string | undefined;
}

/** What became of them. Everything that is not refused is on disk, and every decision from now on sees it. */
export interface PushAnswer {
  readonly accepted: number;
  /** Events that were there already, just as they are. */
  readonly known: number;
  /** Events that their contract does not let through; they are kept with their reasons. */
  readonly refused: readonly { readonly index: number; readonly reasons: readonly string[] }[];
}

export interface IntakeDeps {
  readonly journal: Journal;
  readonly clock: OnlineClock;
  /** The wall clock. */
  readonly now: () => number;
  readonly ids: Ids;
  /** Takes what was journalled into the views. */
  readonly follow: () => Promise<void>;
}

/** An event that waits to be journalled; the instant at which it is learned of is not known yet. */
interface Draft extends Omit<EventRecord, "at"> {
  /** The field that says when it could be known, where that is empty. */
  readonly learned: string | undefined;
}

interface Waiting {
  readonly drafts: readonly Draft[];
  resolve(result: AppendResult): void;
  reject(thrown: unknown): void;
}

/** Events that are journalled together at most, about. */
const LARGEST_GROUP = 10_000;

/**
 * Takes events in. Whatever waits while others are stored is stored together, at one instant; an answer comes when the
 * events are on disk and in the view. Throws `events.stream-unknown`, `events.too-many`.
 */
export function eventIntake(deps: IntakeDeps): (system: SystemDefinition, pushed: PushedEvents) => Promise<PushAnswer> {
  let waiting: Waiting[] = [];
  let isDraining = false;
  const drain = async (): Promise<void> => {
    isDraining = true;
    while (waiting.length > 0) {
      const group = firstGroup(waiting);
      waiting = waiting.slice(group.length);
      await store(group, deps);
    }
    isDraining = false;
  };
  const append = (drafts: readonly Draft[]): Promise<AppendResult> =>
    new Promise((resolve, reject) => {
      waiting.push({ drafts, resolve, reject });
      if (!isDraining) drain();
    });
  return async (system, pushed) => {
    const { drafts, refused, quarantine } = draftsOf(system, pushed, deps);
    if (quarantine.length > 0) await deps.journal.append(quarantine);
    const results = drafts.length === 0 ? [] : await append(drafts);
    const accepted = results.filter((result) => result === "accepted").length;
    return { accepted, known: results.length - accepted, refused };
  };
}

function firstGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  let events = 0;
  const end = waiting.findIndex(({ drafts }) => {
    events += drafts.length;
    return events > LARGEST_GROUP;
  });
  return end === -1 ? waiting : waiting.slice(0, Math.max(1, end));
}

async function store(group: readonly Waiting[], { journal, clock, follow }: IntakeDeps): Promise<void> {
  const at = clock.stamp();
  try {
    const all = await journal.append(group.flatMap(({ drafts }) => drafts.map((draft) => recordOf(draft, at))));
    await follow();
    let from = 0;
    for (const { drafts, resolve } of group) {
      resolve(all.slice(from, from + drafts.length));
      from += drafts.length;
    }
  } catch (thrown) {
    for (const { reject } of group) reject(thrown);
  } finally {
    clock.settled();
  }
}

function recordOf({ learned, body, ...draft }: Draft, at: number): EventRecord {
  const row = learned === undefined ? body.row : { ...body.row, [learned]: at };
  return { ...draft, at, body: { ...body, row } };
}

interface Drafted extends Pick<PushAnswer, "refused"> {
  readonly drafts: readonly Draft[];
  readonly quarantine: readonly RefusedEventRecord[];
}

function draftsOf(system: SystemDefinition, { stream: name, events, key }: PushedEvents, deps: IntakeDeps): Drafted {
  const stream = Object.hasOwn(system.streams, name) ? system.streams[name] : undefined;
  if (stream === undefined)
    throw streamUnknown({ system: system.name, got: name, streams: Object.keys(system.streams) });
  if (!(events.length >= 1 && events.length <= MOST_EVENTS)) throw eventsTooMany({ got: events.length });
  const now = deps.now();
  const push = key ?? deps.ids.next("evt");
  const head = `${system.name}/${name}`;
  const about = { system: system.name, stream: name };
  const drafts: Draft[] = [];
  const refused: PushAnswer["refused"][number][] = [];
  const quarantine: RefusedEventRecord[] = [];
  judgeEvents(stream, events, now).forEach((verdict, index) => {
    if (!("row" in verdict)) {
      const { reasons } = verdict;
      refused.push({ index, reasons });
      const id = `${head}/${hashValue({ given: events[index] ?? null, reasons }).slice(0, 32)}`;
      quarantine.push({ v: 1, kind: "refused-event", id, at: now, body: { ...about, reasons, given: events[index] } });
      return;
    }
    const { row } = verdict;
    const learned = stream.knownAt !== undefined && row[stream.knownAt] === null ? stream.knownAt : undefined;
    const own = stream.id === undefined ? undefined : (row[stream.id] ?? undefined);
    const id = own === undefined ? `${push}/${index}` : eventVersion(row, stream);
    drafts.push({
      v: 1,
      kind: "event",
      id: `${head}/${id}`,
      subject: String(row[stream.entity]),
      body: { ...about, row },
      learned,
    });
  });
  return { drafts, refused, quarantine };
}
