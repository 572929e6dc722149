import { hashUniform, type Instant } from "../../kernel/index.ts";
import type { DecisionRecord, Envelope, OutcomeRecord } from "../../records/index.ts";
import type { Journal, JournalPage } from "../../store/index.ts";

/** A stretch of time, milliseconds since 1970; the end does not belong to it. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

const WEEK = 7 * 86_400_000;

/** The same weekdays, at the same hours, of the weeks before: what a stretch is held against where nobody names a better one. */
export function sameWeekdaysBefore({ from, to }: Stretch, weeks: number = 4): readonly Stretch[] {
  // Whole weeks back, so that a stretch of ten days does not meet itself.
  const step = WEEK * Math.max(1, Math.ceil((to - from) / WEEK));
  return Array.from({ length: weeks }, (_, i) => ({ from: from - (i + 1) * step, to: to - (i + 1) * step })).reverse();
}

/** What was decided in some stretches, and what was reported of it. */
export interface LookedAt {
  /** All of them, or a sample drawn by their ids, in the order of time. */
  readonly decisions: readonly DecisionRecord[];
  readonly outcomes: readonly OutcomeRecord[];
  /** How many there were. */
  readonly count: number;
}

interface Asked<N extends string> {
  readonly journal: Pick<Journal, "read">;
  readonly system: string;
  readonly stretches: Readonly<Record<N, readonly Stretch[]>>;
  /** Decisions of each that are looked at, at most. */
  readonly most: number;
  readonly signal: AbortSignal;
}

const PAGE = 2_000;

/** Reads what was decided in stretches out of the journal, once. */
export async function readStretches<N extends string>(asked: Asked<N>): Promise<Readonly<Record<N, LookedAt>>> {
  const { journal, system, stretches, most, signal } = asked;
  const open = Object.entries<readonly Stretch[]>(stretches).map(([name, parts]) => ({
    ...{ name, parts },
    draw: drawing(most),
  }));
  const reports: OutcomeRecord[] = [];
  for await (const entry of entriesOf(journal, signal)) {
    if ((entry.body as { readonly system?: unknown }).system !== system) continue;
    if (isOutcome(entry)) reports.push(entry);
    else if (isDecision(entry))
      for (const { draw } of open.filter(({ parts }) => parts.some((part) => isIn(part, entry)))) draw.add(entry);
  }
  const found = open.map(({ name, draw }) => [name, lookedAt(draw, reports)] as const);
  return Object.fromEntries(found) as unknown as Readonly<Record<N, LookedAt>>;
}

const isIn = ({ from, to }: Stretch, { at }: Envelope): boolean => at >= from && at < to;

async function* entriesOf(journal: Pick<Journal, "read">, signal: AbortSignal): AsyncGenerator<Envelope> {
  for (let cursor: string | null = null; ; ) {
    signal.throwIfAborted();
    const page: JournalPage = await journal.read(cursor, PAGE);
    yield* page.entries;
    if (page.entries.length < PAGE) return;
    cursor = page.next;
  }
}

function lookedAt(draw: Drawing, reports: readonly OutcomeRecord[]): LookedAt {
  const decisions = [...draw.drawn()].sort((a, b) => a.at - b.at);
  const ids = new Set(decisions.map(({ id }) => id));
  return { decisions, outcomes: reports.filter(({ body }) => ids.has(body.decision)), count: draw.count() };
}

interface Drawing {
  add(record: DecisionRecord): void;
  drawn(): Iterable<DecisionRecord>;
  count(): number;
}

/** Keeps those with the smallest hashes of their ids: a sample that does not depend on the order in which they came. */
function drawing(most: number): Drawing {
  let kept: (readonly [key: number, record: DecisionRecord])[] = [];
  const seen = new Set<string>();
  const cut = (): void => {
    kept = kept.sort(([a], [b]) => a - b).slice(0, most);
  };
  return {
    add(record) {
      if (seen.has(record.id)) return;
      seen.add(record.id);
      kept.push([hashUniform(record.id), record]);
      if (kept.length > 2 * most) cut();
    },
    drawn() {
      cut();
      return kept.map(([, record]) => record);
    },
    count: () => seen.size,
  };
}

const isDecision = (entry: Envelope): entry is DecisionRecord => entry.kind === "decision";
const isOutcome = (entry: Envelope): entry is OutcomeRecord => entry.kind === "outcome";
