import { expect, test } from "vitest";
import { memoryBlobs } from "../../../data/snapshots/memory-blobs.conformance.ts";
import type { Envelope } from "../../../records/index.ts";
import { START } from "../../../watch/seen/made-up.conformance.ts";
import { askedOf, journalIn, recordsInMemory } from "../../../watch/seen/reader/reader.conformance.ts";
import { type KeptWatch, WATCHES } from "../kept-watch.ts";
import { checkEmptyFrom } from "./empty-from.ts";

const HOUR = 3_600_000;
const { signal } = new AbortController();

function entry(kind: string, system: string, hour: number): Envelope {
  return { v: 1, kind, id: `${kind}${hour}`, at: START + hour * HOUR, body: { system } };
}

/** What is said of a state in which there are these entries, when a past of the shop begins at the tenth hour. */
async function toldOf(entries: readonly Envelope[], through?: number): Promise<string> {
  const state = { journal: journalIn(entries), records: recordsInMemory(), blobs: memoryBlobs() };
  if (through !== undefined) {
    const kept = { v: 1, system: "shop", state: [], through: START + through * HOUR } as unknown as KeptWatch;
    await state.records.collection<KeptWatch>(WATCHES).insert("shop", kept);
  }
  return await checkEmptyFrom(state, { system: "shop", first: START + 10 * HOUR, signal }).then(
    () => "",
    (thrown) => `${thrown.code} ${thrown.message}`,
  );
}

test("a journal that ends before the past begins takes it", async () => {
  expect(await toldOf([])).toBe("");
  expect(await toldOf([askedOf("a", START, 0.5), entry("outcome", "other", 10)], 10)).toBe("");
});

test("a later entry of any system and kind is refused, wherever it stands", async () => {
  for (const [kind, system, said] of [
    ["decision", "shop", 'a decision of "shop"'],
    ["decision", "other", 'a decision of "other"'],
    ["outcome", "other", 'an outcome of "other"'],
    ["refused-event", "shop", 'a refused-event of "shop"'],
  ] as const) {
    const told = await toldOf([askedOf("a", START, 0.5), entry(kind, system, 11), entry("event", "shop", 2)]);
    expect(told).toMatch(/^cli.input.replay-later .* 2026-\d\d-\d\d 10:00 UTC: .* This one holds /);
    expect(told).toContain(`${said} from 2026-01-01 11:00 UTC`);
  }
});

test("a system that was watched beyond the beginning is refused, though nothing came meanwhile", async () => {
  expect(await toldOf([], 11)).toContain('holds periods of "shop" that were watched, until 2026-01-01 11:00 UTC');
});
