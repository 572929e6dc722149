import { milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, EventRecord, OutcomeRecord } from "../../records/index.ts";
import type { Cursor, Journal } from "../../store/index.ts";
import { type DayBook, type KeptDays, noDays } from "./day-book.ts";
import { type CountCase, DAY, type DaySums, dayOf, sumDay } from "./day-sums.ts";
import { outcomesFor } from "./drawn.ts";
import { joinDecisions } from "./joined.ts";
import type { MeasuredDays } from "./measure-reader.ts";

export interface MeasureRequest extends CountCase {
  readonly journal: Pick<Journal, "read">;
  /** Where closed days are kept. Absent: everything is read. */
  readonly book?: DayBook;
  readonly now: number;
  readonly signal: AbortSignal;
  /** Entries of the journal that are read at a time. Default 2,000. */
  readonly pageSize?: number;
}

/** Sums by day, and how much of the journal was read for them. */
export interface DaysMeasured extends MeasuredDays {
  /** Entries that were read; what was kept is not read again. */
  readonly read: number;
}

const PAGE = 2_000;

/**
 * Adds up a system's decisions by day. Days in which nothing can change any more (every window has closed, and a day's grace
 * for late reports is over) are kept in the book; only younger ones are read again.
 */
export async function measureDays(request: MeasureRequest): Promise<DaysMeasured> {
  const { system, measures, book, now } = request;
  const kept = (await book?.read(request)) ?? noDays;
  const open = await readOpen(request, kept);
  const outcomes = outcomesFor(system, measures);
  const reports = byDay(open);
  const days = [...open.days.keys()]
    .sort((a, b) => a - b)
    .map((day): DaySums => {
      const { decisions, refused } = open.days.get(day) ?? { decisions: [], refused: 0 };
      const joined = joinDecisions(system, outcomes, { decisions, outcomes: reports.get(day) ?? [], now });
      return sumDay({ system, measures }, day, { joined, refused });
    });
  const all = [...kept.days, ...days];
  await keepClosed(request, { all, kept, pages: open.pages });
  return { system, measures, days: all, now, read: open.read };
}

/** Reports by the day of the decision that they are about; those about none of these are left out. */
function byDay({ days, outcomes }: Open): ReadonlyMap<number, readonly OutcomeRecord[]> {
  const dayById = new Map([...days].flatMap(([day, { decisions }]) => decisions.map(({ id }) => [id, day] as const)));
  return Map.groupBy(outcomes, ({ body }) => dayById.get(body.decision) ?? Number.NaN);
}

interface OpenDay {
  readonly decisions: DecisionRecord[];
  refused: number;
}

interface Open {
  readonly days: Map<number, OpenDay>;
  readonly outcomes: OutcomeRecord[];
  /** Where each page began, and the latest day that something on it belongs to. */
  readonly pages: { readonly cursor: Cursor | null; readonly latest: number }[];
  read: number;
}

async function readOpen(request: MeasureRequest, kept: KeptDays): Promise<Open> {
  const { journal, signal, pageSize = PAGE } = request;
  const open: Open = { days: new Map(), outcomes: [], pages: [], read: 0 };
  const isWanted = wantedBy(request, kept);
  for (let cursor = kept.cursor; ; ) {
    signal.throwIfAborted();
    const { entries, next } = await journal.read(cursor, pageSize);
    const days = entries.filter(isWanted).map((entry) => take(open, entry));
    open.pages.push({ cursor, latest: Math.max(Number.NEGATIVE_INFINITY, ...days) });
    open.read += entries.length;
    if (entries.length < pageSize) return open;
    cursor = next;
  }
}

const COUNTED = ["decision", "outcome", "refused-event"];

/** Entries of the system up to now, each once; of days that are kept only the outcomes, which may be of later ones. */
function wantedBy({ system, now }: MeasureRequest, { through }: KeptDays): (entry: Envelope) => boolean {
  const seen = new Set<string>();
  return ({ kind, id, at, body }) => {
    if (!COUNTED.includes(kind) || (body as EventRecord["body"]).system !== system.name || at > now) return false;
    if (kind === "outcome") return true;
    if (dayOf(at) <= through || seen.has(`${kind} ${id}`)) return false;
    seen.add(`${kind} ${id}`);
    return true;
  };
}

/** Takes an entry, and gives its day; outcomes belong to none. */
function take({ days, outcomes }: Open, entry: Envelope): number {
  if (entry.kind === "outcome") {
    outcomes.push(entry as OutcomeRecord);
    return Number.NEGATIVE_INFINITY;
  }
  const day = dayOf(entry.at);
  const of = days.get(day) ?? { decisions: [], refused: 0 };
  days.set(day, of);
  if (entry.kind === "decision") of.decisions.push(slim(entry as DecisionRecord));
  else of.refused++;
  return day;
}

/** What the heads saw is most of a receipt, and nothing here asks for it. */
function slim(decision: DecisionRecord): DecisionRecord {
  const { candidates, ...body } = decision.body;
  const shown = candidates?.map((one) => ({ ...one, given: {}, features: {}, heads: {} }));
  return {
    ...decision,
    body: { ...body, features: {}, heads: {}, ...(shown === undefined ? {} : { candidates: shown }) },
  };
}

interface Closing {
  readonly all: readonly DaySums[];
  readonly kept: KeptDays;
  readonly pages: Open["pages"];
}

async function keepClosed(request: MeasureRequest, { all, kept, pages }: Closing): Promise<void> {
  const { system, book, now } = request;
  const longest = Math.max(0, ...Object.values(system.outcomes).map(({ within }) => milliseconds(within)));
  // A day is over, its windows have closed, and one more day has passed.
  const through = dayOf(now - longest - DAY) - 1;
  const closed = all.filter(({ to }) => to <= through);
  if (book === undefined || closed.length <= kept.days.length) return;
  const last = closed.at(-1)?.to ?? through;
  const resume = pages.find(({ latest }) => latest > last) ?? pages.at(-1);
  await book.keep(request, { days: closed, cursor: resume?.cursor ?? null, through: last });
}
