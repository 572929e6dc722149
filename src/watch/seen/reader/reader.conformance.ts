import { memoryBlobs } from "../../../data/snapshots/memory-blobs.conformance.ts";
import { rng } from "../../../kernel/index.ts";
import type { DecisionBody, DecisionRecord, Envelope, OutcomeRecord } from "../../../records/index.ts";
import type { Collection, Journal, Records } from "../../../store/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import { decided, shopSystem } from "../../measured/shop.conformance.ts";
import { HOUR, madeUpLayout, START } from "../made-up.conformance.ts";
import type { Layout } from "../seen.ts";
import { type SeenBook, seenBook } from "./seen-book.ts";

/** The shop, with a head that says how likely a purchase within three hours is. */
export function watchedShop(change: Partial<SystemDefinition> = {}): SystemDefinition {
  const history = { op: "field", name: "bought" } as never;
  return {
    ...shopSystem(),
    heads: { buys: { task: "binary", label: "bought" } as never },
    outcomes: {
      bought: { kind: "flag", within: "3h", changedByActing: false, history },
      minutes: { kind: "number", within: "1h", changedByActing: false, history },
    },
    slices: ["city"],
    ...change,
  } as SystemDefinition;
}

const TENTHS = Array.from({ length: 200 }, (_, i) => (i + 0.5) / 200);

/** Bins of a number that is as likely to be anywhere between 0 and 1. */
export const unitLayout: Layout = madeUpLayout({ features: { x: TENTHS }, heads: { buys: TENTHS }, score: TENTHS });

/** A decision of the shop on a customer who buys with that probability. */
export function askedOf(
  id: string,
  at: number,
  about: number | (Partial<DecisionBody> & { readonly p: number }),
): DecisionRecord {
  const { p, ...change } = typeof about === "number" ? { p: about } : about;
  return decided(id, at, {
    ...{ given: { city: id.length % 2 === 0 ? "Bonn" : "Ulm" }, features: { x: p }, heads: { buys: [p] }, score: p },
    ...change,
  });
}

/** What was reported of a decision, so long after it; what it says happened then, unless said otherwise. */
export function reportOf(
  of: Pick<DecisionRecord, "id" | "at">,
  after: number,
  { id = `${of.id} after ${after}`, value = true as boolean | number, outcome = "bought", happened = after } = {},
): OutcomeRecord {
  const body = { system: "shop", decision: of.id, outcome, value, happenedAt: of.at + happened };
  return { v: 1, kind: "outcome", id, at: of.at + after, body };
}

/** An entry, and when it is in the journal. */
export interface Written {
  readonly entry: Envelope;
  readonly written: number;
}

/** Hours of a shop in the order of a journal: reports early and late, corrected and contradicting, entries written late or twice. */
export function shopJournal(seed: number, hours: number): readonly Written[] {
  const draws = rng({ seed, purpose: "test.seen" });
  const entries: Written[] = [];
  const write = (entry: Envelope, late = 0): void => void entries.push({ entry, written: entry.at + late });
  for (let i = 0; i < hours * 25; i++) {
    const p = draws.uniform();
    const of = askedOf(`d${i}`, START + Math.floor(draws.uniform() * hours * HOUR), p);
    write(of, draws.uniform() < 0.03 ? 2 * HOUR : 0);
    if (draws.uniform() < 0.05) write(of, 1_000);
    if (draws.uniform() < p) write(reportOf(of, Math.floor(draws.uniform() * 5 * HOUR)), 3 * HOUR * draws.uniform());
    if (draws.uniform() < 0.1) write(reportOf(of, HOUR, { id: `c${i}`, value: false }));
    if (draws.uniform() < 0.2) write(reportOf(of, 10 * 60_000, { id: `m${i}`, outcome: "minutes", value: p * 10 }));
    if (draws.uniform() < 0.1) write(decided(`other${i}`, of.at, { system: "other" }));
    const event = { v: 1, kind: "event", id: `e${i}`, at: of.at, body: { system: "shop", stream: "clicks", row: {} } };
    if (draws.uniform() < 0.3) write(event as Envelope);
  }
  return entries.sort((a, b) => a.written - b.written);
}

/** A journal in memory, in the order given. */
export function journalIn(order: readonly Envelope[]): Pick<Journal, "read"> {
  return {
    read: async (from, limit) => {
      const start = Number(from ?? 0);
      const entries = order.slice(start, start + limit);
      return { entries, next: String(start + entries.length) };
    },
  };
}

/** Records in memory: values go in and come out as JSON. */
export function recordsInMemory(): Pick<Records, "collection"> {
  const kept = new Map<string, { version: number; json: string }>();
  return {
    collection: <T>(name: string) => {
      const keyOf = (id: string): string => `${name}/${id}`;
      return {
        get: async (id) => {
          const found = kept.get(keyOf(id));
          return found && { id, version: found.version, value: JSON.parse(found.json) };
        },
        insert: async (id, value) => {
          if (kept.has(keyOf(id))) return false;
          kept.set(keyOf(id), { version: 1, json: JSON.stringify(value) });
          return true;
        },
        compareAndSet: async (id, version, value) => {
          if (kept.get(keyOf(id))?.version !== version) return false;
          kept.set(keyOf(id), { version: version + 1, json: JSON.stringify(value) });
          return true;
        },
      } as Collection<T>;
    },
  };
}

/** A book in memory. */
export function bookInMemory(): SeenBook & { readonly blobs: ReturnType<typeof memoryBlobs> } {
  const blobs = memoryBlobs();
  return { ...seenBook({ records: recordsInMemory(), blobs }), blobs };
}
