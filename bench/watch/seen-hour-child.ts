/**
 * `node bench/watch/seen-hour-child.ts <decisions> <features>`: reads an hour of a journal with so many decisions to its end, as a
 * server's watch does. Prints one line of JSON.
 */

import { tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import type { Collection } from "../../src/store/index.ts";
import type { SystemDefinition } from "../../src/system/index.ts";
import { layoutOf, type Seen, seenBook, seenReader } from "../../src/watch/index.ts";

const [decisions, features] = [Number(process.argv[2]), Number(process.argv[3])];
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const names = Array.from({ length: features }, (_, i) => `feature_${i}`);
const draws = rng({ seed: 1, purpose: "bench" });
const rowsOf = (count: number): Record<string, number>[] =>
  Array.from({ length: count }, () => Object.fromEntries(names.map((name) => [name, draws.normal()])));

function textOf(features: Record<string, number>): string {
  const body = {
    ...{ system: "shop", plan: "p", arm: "champion", purpose: "champion", eligible: false, release: "r" },
    versions: { models: {}, weights: "w", policy: "p", contract: "c" },
    ...{ given: {}, features, heads: { risk: [0.25] }, score: 0.25, action: "skip", acted: false },
    ...{ propensity: 1, reasons: ["policy.below-cutoff"], took: 3 },
  };
  return JSON.stringify(body);
}

const texts = rowsOf(100).map(textOf);
const entryAt = (i: number): DecisionRecord => ({
  ...{ v: 1, kind: "decision", id: `dec_${i.toString(36)}_of_a_usual_length_0`, at: START + (i * HOUR) / decisions },
  body: JSON.parse(texts[i % texts.length] as string) as DecisionRecord["body"],
});
const journal = {
  read: async (from: string | null, limit: number) => {
    const start = Number(from ?? 0);
    const count = Math.max(0, Math.min(limit, decisions - start));
    return { entries: Array.from({ length: count }, (_, i) => entryAt(start + i)), next: String(start + count) };
  },
};
const kept = new Map<string, string>();
const blobs = new Map<string, number>();
const book = seenBook({
  records: {
    collection: <T>() =>
      ({
        get: async () => undefined,
        insert: async (id: string, value: unknown) => kept.set(id, JSON.stringify(value)).size > 0,
      }) as unknown as Collection<T>,
  },
  blobs: {
    get: async () => undefined,
    put: async (key: string, bytes: Uint8Array) => void blobs.set(key, bytes.length),
    putIfMatch: async () => true,
    list: async () => [],
    delete: async () => undefined,
  },
});
const kinds = Object.fromEntries(names.map((name) => [name, "number" as const]));
const layout = layoutOf({
  ...{ fields: tableOf({}, []), features: tableOf(kinds, rowsOf(500)), heads: { risk: [0.1, 0.2, 0.3] } },
  score: [0.1, 0.2, 0.3],
});
const system = {
  ...{ name: "shop", slices: [], heads: { risk: { task: "binary", label: "left" } }, policy: { policy: "act-if" } },
  outcomes: { left: { kind: "flag", within: "1d", changedByActing: false } },
  objective: { stated: false },
} as unknown as SystemDefinition;
const reader = seenReader({ system, layout, journal, book });
const cpu = process.cpuUsage();
const found: Seen[] = [];
for await (const seen of reader.advance({ now: START + 2 * HOUR, signal: new AbortController().signal }))
  found.push(seen);
const { user, system: kernel } = process.cpuUsage(cpu);
const written = [...blobs.values()].reduce((sum, bytes) => sum + bytes, 0);
process.stdout.write(JSON.stringify({ cpu: (user + kernel) / 1e6, counted: found[0]?.decisions, written }));
