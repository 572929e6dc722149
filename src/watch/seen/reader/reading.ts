import type { Instant } from "../../../kernel/index.ts";
import type {
  DecisionRecord,
  Envelope,
  EventRecord,
  OutcomeRecord,
  RefusedEventRecord,
} from "../../../records/index.ts";
import { hashText } from "../../../stats/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import type { PendingLabels } from "../labels/pending-labels.ts";
import { type OpenSeen, openSeen } from "../open-seen.ts";
import type { Layout } from "../seen.ts";
import { HashSet } from "./hash-set.ts";

/** Periods without an entry that are told one by one, at most: of a longer silence the last ones. */
export const MOST_SILENT = 48;

export interface ReadingCase {
  readonly system: SystemDefinition;
  readonly layout: Layout;
  readonly periodMs: number;
  /** How long after its end a period waits for what is written late. */
  readonly graceMs: number;
  readonly pending: PendingLabels;
  /** Start of the first period that is not over; undefined before the first entry. */
  readonly from: Instant | undefined;
}

/** Entries of the periods that are not over. */
export class Reading {
  readonly #of: ReadingCase;
  readonly #open = new Map<Instant, OpenSeen>();
  /** Hashes of ids by period; those of the last one that is over are known, too. */
  readonly #ids = new Map<Instant, HashSet>();
  #from: Instant | undefined;

  constructor(of: ReadingCase) {
    this.#of = of;
    this.#from = of.from;
  }

  /** Start of the first period that is not over. */
  get from(): Instant | undefined {
    return this.#from;
  }

  /** Knows ids of a period that is over. */
  remember(period: Instant, ids: Float64Array): void {
    this.#ids.set(period, new HashSet(ids));
  }

  /** The first period begins then where none has begun. */
  begin(at: Instant): void {
    this.#from ??= this.#startOf(at);
  }

  /** Whether the first period is over when it is that late. */
  isOver(at: Instant): boolean {
    const { periodMs, graceMs } = this.#of;
    return this.#from !== undefined && at >= this.#from + periodMs + graceMs;
  }

  /** Passes over a long silence, but for its last periods. Entries that were counted stay. */
  skipSilence(at: Instant): void {
    if (this.#from === undefined || this.#open.size > 0) return;
    const { periodMs, graceMs } = this.#of;
    this.#from = Math.max(this.#from, this.#startOf(at - graceMs) - MOST_SILENT * periodMs);
  }

  /** Counts an entry, and gives the start of its period; undefined for one that is not the system's. What came late, or from the future, counts now. */
  take(entry: Envelope, now: Instant): Instant | undefined {
    const { system, pending } = this.#of;
    if ((entry.body as EventRecord["body"]).system !== system.name || !COUNTED.includes(entry.kind)) return undefined;
    const at = Math.min(entry.at, now);
    this.begin(at);
    const period = Math.max(this.#from ?? at, this.#startOf(at));
    const seen = this.#seenIn(period);
    if (entry.kind === "outcome") {
      seen.addOutcome(entry as OutcomeRecord);
      pending.addReport(entry as OutcomeRecord, period);
    } else if (this.#isKnown(entry, period)) seen.addRepeated();
    else if (entry.kind === "decision") {
      seen.add(entry as DecisionRecord);
      pending.addDecision(entry as DecisionRecord, period);
    } else if (entry.kind === "event") seen.addEvent(entry as EventRecord);
    else seen.addRefused(entry as RefusedEventRecord);
    return period;
  }

  /** The first period, which is over. */
  first(): { readonly from: Instant; readonly to: Instant; readonly seen: OpenSeen; readonly ids: Float64Array } {
    const from = this.#from ?? 0;
    const ids = this.#ids.get(from)?.all() ?? new Float64Array(0);
    return { from, to: from + this.#of.periodMs, seen: this.#seenIn(from), ids };
  }

  /** Goes on with the next period. */
  next(): void {
    const from = this.#from ?? 0;
    this.#open.delete(from);
    for (const period of this.#ids.keys()) if (period < from) this.#ids.delete(period);
    this.#from = from + this.#of.periodMs;
  }

  #startOf(at: Instant): Instant {
    const { periodMs } = this.#of;
    return Math.floor(at / periodMs) * periodMs;
  }

  #seenIn(from: Instant): OpenSeen {
    const { layout, periodMs, system } = this.#of;
    const found = this.#open.get(from) ?? openSeen(layout, { from, to: from + periodMs, system });
    this.#open.set(from, found);
    return found;
  }

  /** Whether an id of this kind came before; notes it. */
  #isKnown({ kind, id }: Envelope, period: Instant): boolean {
    const { high, low } = hashText(`${kind} ${id}`);
    const hash = (high >>> 0) * 2 ** 20 + (low >>> 12);
    for (const ids of this.#ids.values()) if (ids.has(hash)) return true;
    const ids = this.#ids.get(period) ?? new HashSet();
    ids.add(hash);
    this.#ids.set(period, ids);
    return false;
  }
}

const COUNTED = ["decision", "outcome", "event", "refused-event"];
