import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Envelope } from "../records/index.ts";
import { type JournalWriter, journalWriter } from "./journal/writer.ts";
import { openState } from "./state-directory.ts";
import { stateOver, statePass, writerPorts } from "./state-over.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-over-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const entry = (id: string): Envelope => ({ v: 1, kind: "decision", id, at: 1, body: {} });

test("is the same state: its entries, its budgets and its ids", async () => {
  const state = await openState(join(folder, ".alidade"), { create: true });
  const over = stateOver(async () => writerPorts(state), await statePass(state, {}));
  expect(await over.journal.append([entry("a")])).toEqual(["accepted"]);
  expect(await state.journal.append([entry("a"), entry("b")])).toEqual(["known", "accepted"]);
  expect(await over.journal.find("decision", "b")).toEqual(entry("b"));
  expect((await over.journal.read(null, 10)).entries).toHaveLength(2);
  const hour = { windowMs: 3_600_000, most: 1, at: 0 };
  expect(await over.counters.take("calls", hour)).toEqual({ taken: 1, left: 0 });
  expect(await state.counters.take("calls", hour)).toEqual({ taken: 0, left: 0 });
  expect(state.ids.recognises(over.ids.next("dec"))).toBe(true);
  await over.close();
  await state.close();
});

test("asks for other ports when the writer has ended; nothing that was acknowledged is lost", async () => {
  const writers: JournalWriter[] = [];
  const connect = async () => {
    const writer = journalWriter(folder);
    writers.push(writer);
    return { journal: writer.connect(), counters: writer.connect() };
  };
  const over = stateOver(connect, { idKey: "00".repeat(32) });
  await over.journal.append([entry("a")]);
  await writers[0]!.close();
  // Until the end has been heard of, an append is refused as one that may be tried again.
  const again = () =>
    over.journal.append([entry("b")]).then(
      ([status]) => status === "accepted" || status === "known",
      () => false,
    );
  await expect.poll(again).toBe(true);
  expect(writers).toHaveLength(2);
  expect((await over.journal.read(null, 10)).entries.map(({ id }) => id)).toEqual(["a", "b"]);
  await over.close();
  await writers[1]!.close();
});
