import type { LabelsSoFar } from "../../../data/index.ts";
import { defineError, type ErrorConstructor, type Instant } from "../../../kernel/index.ts";
import type { Journal } from "../../../store/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import { type PendingLabels, pendingLabels } from "../labels/pending-labels.ts";
import { mergeSeen } from "../merge-seen.ts";
import type { HealthSeen, Layout, Seen } from "../seen.ts";
import { Reading } from "./reading.ts";
import type { KeptPeriod, KeptReading, SeenBook } from "./seen-book.ts";
import { countedBefore, openTrail, type Trail } from "./trail.ts";
import { goingOnAt, isSetBack } from "./where-to-begin.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How long a period waits for what is written late, unless said otherwise; never longer than itself. */
const GRACE = 60_000;
const PAGE = 500;
/** Days of periods that are kept, and days. */
const [PERIOD_DAYS, DAYS] = [2, 56];

export interface SeenReaderOptions {
  readonly system: SystemDefinition;
  /** In whose bins is counted: a reference's. */
  readonly layout: Layout;
  readonly journal: Pick<Journal, "read">;
  readonly book: SeenBook;
  /** Milliseconds of a period; periods begin at multiples of it, UTC. Default an hour. */
  readonly periodMs?: number;
  /** Milliseconds after its end for which a period waits for what is written late. Default a minute. */
  readonly graceMs?: number;
  /** What the servers said of themselves over a period. */
  readonly health?: (period: Pick<Seen, "from" | "to">) => HealthSeen | undefined;
  /** Entries of the journal that are read at a time: some have thousands of features. Default 500. */
  readonly pageSize?: number;
}

export interface AdvanceRequest {
  readonly now: Instant;
  readonly signal: AbortSignal;
  /** End of the last period that the caller has seen: those that were counted since, and are still kept, come first. Default: none of these. */
  readonly after?: Instant;
}

/** Reads a system's journal on. */
export interface SeenReader {
  /**
   * Every period that is over, once and in order, also those in which nothing came; what was counted is kept before it is given.
   * Whoever stops in the middle may ask again, here or in another process. One caller at a time. Throws `watch.seen-raced`.
   */
  advance(request: AdvanceRequest): AsyncGenerator<Seen>;
  /** What is known by now of each outcome that happens or does not, as far as the journal was read: what is too young to be a label. */
  soFar(now: Instant): Promise<Readonly<Record<string, LabelsSoFar>>>;
}

export const seenRaced: ErrorConstructor<{ readonly system: string }> = defineError("watch.seen-raced", {
  headline: "Two readers of one journal",
  retryable: true,
  message: ({ system }: { readonly system: string }) =>
    `Another process counts what is seen of "${system}" at the same time, and was faster. Nothing was counted twice.`,
  hint: () => "Let one process watch a system at a time.",
});

/** A reader that goes on where the book says that the last one was. */
export function seenReader(options: SeenReaderOptions): SeenReader {
  const settled = settle(options);
  let idle: Under | undefined;
  return {
    async *advance(request) {
      const mine = idle ?? (await open(settled, request.now));
      // Whoever stops in the middle leaves nothing behind: the next one begins at what is kept.
      idle = undefined;
      const way = isElsewhere(mine, request.now) ? await open(settled, request.now) : mine;
      await keepPlace(way);
      if (request.after !== undefined) yield* keptSince(way, request.after);
      yield* readOn(way, request);
      idle = way;
    },
    soFar: async (now) => (idle ?? (await open(settled, now))).pending.soFar(now),
  };
}

type Settled = Required<Omit<SeenReaderOptions, "health">> & Pick<SeenReaderOptions, "health">;

function settle(options: SeenReaderOptions): Settled {
  const { periodMs = HOUR, pageSize = PAGE } = options;
  return { graceMs: Math.min(GRACE, periodMs), ...options, periodMs, pageSize };
}

/** A reading under way. */
interface Under {
  readonly of: Settled;
  readonly reading: Reading;
  readonly pending: PendingLabels;
  readonly trail: Trail;
  readonly wasCounted: () => boolean;
  kept: KeptReading | undefined;
  version: number;
  /** Whether what is kept says otherwise from where to go on. */
  isMoved: boolean;
  cursor: string | null;
}

/** Whether the clock was set back since, or went forth again. */
function isElsewhere({ of: { periodMs }, reading, kept }: Under, now: Instant): boolean {
  return isSetBack(reading.from, now, periodMs) || (kept !== undefined && goingOnAt(kept, now, periodMs) !== kept);
}

/** Opens what is kept. Where the clock was set back since, the first period begins now. */
async function open(of: Settled, now: Instant): Promise<Under> {
  const { system, layout, periodMs, graceMs, book } = of;
  const found = await book.reading(system.name);
  const kept = found === undefined ? undefined : goingOnAt(found.value, now, periodMs);
  const from = kept === undefined ? undefined : Math.floor(kept.from / periodMs) * periodMs;
  const pending = pendingLabels({ system, layout, periodMs, after: kept?.from });
  for (const period of kept?.labels ?? []) {
    const labels = await book.labels(system.name, period);
    if (labels !== undefined) pending.restore(labels);
  }
  const reading = new Reading({ system, layout, periodMs, graceMs, pending, from });
  const last = kept?.periods.at(-1)?.from;
  // Those of a clock that was ahead are known as long as any others: until the next period is over.
  if (last !== undefined)
    reading.remember(Math.min(last, (from ?? last) - periodMs), await book.ids(system.name, last));
  return {
    ...{ of, reading, pending, trail: openTrail(), kept, version: found?.version ?? 0, isMoved: kept !== found?.value },
    ...{ wasCounted: countedBefore(kept?.counted ?? []), cursor: kept?.cursor ?? null },
  };
}

/** Keeps from where is gone on, for whoever begins anew before a period is over. */
async function keepPlace(way: Under): Promise<void> {
  const { of, kept } = way;
  if (!way.isMoved || kept === undefined) return;
  if (!(await of.book.goOnAt(of.system.name, kept, way.version))) throw seenRaced({ system: of.system.name });
  way.version++;
  way.isMoved = false;
}

/** But for those of a clock that was ahead: they were seen before it was set back. */
async function* keptSince({ of, kept }: Under, after: Instant): AsyncGenerator<Seen> {
  const until = kept?.from ?? Number.NEGATIVE_INFINITY;
  yield* of.book.eachPeriod(of.system.name, ({ from, to }) => from >= after && to <= until);
}

async function* readOn(way: Under, { now, signal }: AdvanceRequest): AsyncGenerator<Seen> {
  const { of, reading, trail } = way;
  for (let isEnd = false; !isEnd; ) {
    signal.throwIfAborted();
    const { entries, next } = await of.journal.read(way.cursor, of.pageSize);
    trail.page(way.cursor);
    for (const entry of entries) {
      if (way.wasCounted()) {
        trail.note(undefined);
        continue;
      }
      yield* closeBy(way, Math.min(entry.at, now), signal);
      trail.note(reading.take(entry, now));
    }
    way.cursor = next;
    isEnd = entries.length < of.pageSize;
  }
  reading.begin(now);
  yield* closeBy(way, now, signal);
}

/** Closes all periods that are over when it is that late. */
async function* closeBy(way: Under, at: Instant, signal: AbortSignal): AsyncGenerator<Seen> {
  while (way.reading.isOver(at)) {
    way.reading.skipSilence(at);
    signal.throwIfAborted();
    yield await close(way);
  }
}

/** Keeps the first period, and gives it. */
async function close(way: Under): Promise<Seen> {
  const { of, reading, pending, trail, kept } = way;
  const { from, to, seen: counted, ids } = reading.first();
  const told = pending.close({ from, to, after: kept?.from ?? from, now: to + of.graceMs });
  const health = of.health?.({ from, to });
  const seen = counted.read({ ...told, ...(health === undefined ? {} : { health }) });
  const labels = pending.keep(from);
  const oldest = pending.forget(to) ?? from;
  // Nothing that was counted on a clock that was ahead stays beside it.
  const periods = (kept?.periods ?? []).filter((one) => isBefore(one, seen));
  const known = (kept?.days ?? []).filter((day) => day.to < to);
  const days = await daysOver(of, known, seen);
  const next: KeptReading = {
    ...{ periodMs: of.periodMs, from: to, ...trail.cut(to) },
    periods: [...periods, periodOf(seen)].slice(-mostPeriods(of)),
    days: [...known, ...days.map(periodOf)].slice(-DAYS),
    labels: [...(kept?.labels ?? []).filter((one) => one >= oldest && one !== from), from],
  };
  const commit = { reading: next, version: way.version, seen, days, labels, ids };
  if (!(await of.book.commit(of.system.name, commit))) throw seenRaced({ system: of.system.name });
  way.kept = next;
  way.version++;
  reading.next();
  return seen;
}

/** Whether a period was over before that one was, and is another. */
function isBefore({ from, to }: KeptPeriod, seen: Pick<Seen, "from" | "to">): boolean {
  return from !== seen.from && to <= seen.to;
}

function periodOf({ from, to, layout }: Seen): KeptPeriod {
  return { from, to, layout };
}

function mostPeriods({ periodMs }: Settled): number {
  return Math.max(1, Math.ceil((PERIOD_DAYS * DAY) / periodMs));
}

/** The days that are over with a period, each the sum of its periods under one layout. */
async function daysOver(
  { book, system, periodMs }: Settled,
  known: readonly KeptPeriod[],
  seen: Seen,
): Promise<readonly Seen[]> {
  if (periodMs >= DAY || dayOf(seen.from) === dayOf(seen.to)) return [];
  const isKnown = ({ from, layout }: KeptPeriod): boolean =>
    known.some((one) => dayOf(one.from) === dayOf(from) && one.layout === layout);
  const isMeant = (one: KeptPeriod): boolean =>
    isBefore(one, seen) && dayOf(one.from) <= dayOf(seen.from) && !isKnown(one);
  const days = new Map<string, Seen>();
  const add = (one: Seen): void => {
    const key = `${dayOf(one.from)} ${one.layout}`;
    const before = days.get(key);
    days.set(key, before === undefined ? one : mergeSeen(before, one));
  };
  for await (const one of book.eachPeriod(system.name, isMeant)) add(one);
  if (!isKnown(seen)) add(seen);
  return [...days.values()];
}

function dayOf(at: Instant): number {
  return Math.floor(at / DAY);
}
