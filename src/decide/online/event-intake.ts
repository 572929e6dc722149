import type { Ids } from "../../kernel/index.ts";
import type { EventRecord } from "../../records/index.ts";
import type { AppendResult, Journal } from "../../store/index.ts";
import { eventVersion, type Stream, type SystemDefinition } from "../../system/index.ts";
import { type Draft, draftOf, refusedOf } from "./event-drafts.ts";
import { type AppendDeps, groupedAppend } from "./grouped-append.ts";
import { judgeEvents, type Verdict } from "./judge-events.ts";
import { KnownKeys, type ReadKeys } from "./known-keys.ts";
import { eventsTooMany, MOST_EVENTS, streamUnknown } from "./online-errors.ts";
import { type UnitWatch, unitWatch } from "./unit-watch.ts";

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

export interface IntakeDeps extends AppendDeps {
  readonly journal: Pick<Journal, "append" | "find">;
  /** The wall clock. */
  readonly now: () => number;
  readonly ids: Ids;
  /** Reads the keys that events may refer to. Default: nobody, and no reference is judged. */
  readonly keys?: ReadKeys | undefined;
}

/**
 * Takes events in: holds them against their contract and what came before, journals those that are let through, and keeps
 * the others with their reasons. Throws `events.stream-unknown`, `events.too-many`, `events.unlogged`.
 */
export function eventIntake(deps: IntakeDeps): (system: SystemDefinition, pushed: PushedEvents) => Promise<PushAnswer> {
  const { journal, ids } = deps;
  const append = groupedAppend(deps);
  const watches = new Map<string, UnitWatch>();
  const keys = new KnownKeys(deps.keys);
  return async (system, pushed) => {
    const { stream: name, events } = pushed;
    const stream = streamOf(system, pushed);
    if (!(events.length >= 1 && events.length <= MOST_EVENTS)) throw eventsTooMany({ got: events.length });
    const about = { system: system.name, stream: name };
    const now = deps.now();
    const units = watches.get(`${system.name}/${name}`) ?? unitWatch(stream.contract);
    watches.set(`${system.name}/${name}`, units);
    const verdicts = await judged(stream, events, { now, units, system, keys });
    const push = pushed.key ?? ids.next("evt");
    const drafts: Draft[] = [];
    const refused: Refusal[] = [];
    for (const [index, verdict] of verdicts.entries())
      if ("row" in verdict) drafts.push(draftOf(verdict.row, stream, { ...about, push, index }));
      else refused.push({ index, reasons: verdict.reasons });
    const results = drafts.length === 0 ? [] : await append(drafts);
    const repeats = await repeated(drafts, results, journal);
    const all = [...refused, ...repeats].sort((a, b) => a.index - b.index);
    const kept = all.map(({ index, reasons }) => refusedOf({ ...about, given: events[index], reasons }, now));
    if (kept.length > 0) await journal.append(kept);
    await keys.grow(about, drafts);
    const accepted = results.filter((result) => result === "accepted").length;
    return { accepted, known: results.length - accepted - repeats.length, refused: all };
  };
}

/**
 * What events break, by themselves: neither what came before them nor the keys that they refer to are looked at. Throws
 * `events.stream-unknown`.
 */
export function judgeAgain(
  system: SystemDefinition,
  pushed: Pick<PushedEvents, "stream" | "events">,
  now: number,
): readonly (readonly string[])[] {
  const stream = streamOf(system, pushed);
  const { contract } = stream;
  return pushed.events.map((event) => {
    const [verdict] = judgeEvents(stream, [event], { now, keys: {}, units: unitWatch(contract) });
    return verdict === undefined || "row" in verdict ? [] : verdict.reasons;
  });
}

type Refusal = PushAnswer["refused"][number];

interface Judging {
  readonly now: number;
  readonly units: UnitWatch;
  readonly system: SystemDefinition;
  readonly keys: KnownKeys;
}

/** Verdicts by the keys at hand; where one is not among them, by keys that are read anew. */
async function judged(
  stream: Stream,
  events: readonly unknown[],
  { system, keys, now, units }: Judging,
): Promise<readonly Verdict[]> {
  const first = judgeEvents(stream, events, { now, units, keys: await keys.of(system, now) });
  const isStrange = first.some(
    (verdict) => !("row" in verdict) && verdict.reasons.some((r) => r.endsWith(": reference")),
  );
  const again = isStrange ? await keys.again(system, now) : undefined;
  return again === undefined ? first : judgeEvents(stream, events, { now, units, keys: again });
}

/** Of events that are known by what must be unique, those that say something else than the one that is there. */
async function repeated(
  drafts: readonly Draft[],
  results: AppendResult,
  journal: Pick<Journal, "find">,
): Promise<readonly Refusal[]> {
  const found: Refusal[] = [];
  for (const [i, { id, unique, index, body }] of drafts.entries()) {
    if (unique === undefined || results[i] !== "known") continue;
    const there = (await journal.find("event", id)) as EventRecord | undefined;
    if (there !== undefined && eventVersion(there.body.row, {}) !== eventVersion(body.row, {}))
      found.push({ index, reasons: [`${unique.join(", ")}: unique`] });
  }
  return found;
}

/** Throws `events.stream-unknown`. */
function streamOf(
  { name: system, streams }: SystemDefinition,
  { stream: got }: Pick<PushedEvents, "stream" | "events">,
): Stream {
  const stream = Object.hasOwn(streams, got) ? streams[got] : undefined;
  if (stream === undefined) throw streamUnknown({ system, got, streams: Object.keys(streams) });
  return stream;
}
