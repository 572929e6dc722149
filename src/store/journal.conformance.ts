import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../records/index.ts";
import type { Cursor, Journal } from "./journal.ts";

/** A place for a journal, and as many openings of it as a test wants: each one stands for another process. */
export interface JournalPlace {
  open(): Promise<Journal>;
  remove(): Promise<void>;
}

const entry = (id: string, body: unknown = { id }, kind = "decision"): Envelope => ({ v: 1, kind, id, at: 7, body });

/** What every implementation of {@link Journal} must do. */
export function journalConformance(name: string, makePlace: () => Promise<JournalPlace>): void {
  describe(`${name} keeps the promises of a journal`, () => {
    let place: JournalPlace;
    let journal: Journal;
    beforeEach(async () => {
      place = await makePlace();
      journal = await place.open();
    });
    afterEach(async () => {
      await journal.close();
      await place.remove();
    });

    test("what was appended is found and read, whole", async () => {
      const first: Envelope = { ...entry("a", { größe: [Number.NaN, -0, "\u0000 📏"], none: null }), subject: "Zoë" };
      expect(await journal.append([first, entry("b")])).toEqual(["accepted", "accepted"]);
      expect(await journal.find("decision", "a")).toStrictEqual(first);
      expect(await journal.find("outcome", "a")).toBeUndefined();
      expect((await journal.read(null, 10)).entries).toStrictEqual([first, entry("b")]);
    });

    test("a known (kind, id) is answered so, and the first one stays", async () => {
      await journal.append([entry("a", 1)]);
      const again = [entry("a", 2), entry("a", 3, "outcome"), entry("b", 4), entry("b", 5)];
      expect(await journal.append(again)).toEqual(["known", "accepted", "accepted", "known"]);
      expect((await journal.read(null, 10)).entries.map(({ body }) => body)).toEqual([1, 3, 4]);
    });

    test("nothing appended is nothing answered", async () => {
      expect(await journal.append([])).toEqual([]);
    });

    test("reading goes on where it stopped, and sees what came later", async () => {
      await journal.append(Array.from({ length: 25 }, (_, i) => entry(`${i}`)));
      expect(await idsInPages(journal, { from: null, limit: 10 })).toEqual(
        Array.from({ length: 25 }, (_, i) => `${i}`),
      );
      const { next } = await journal.read(null, 100);
      expect(await journal.read(next, 10)).toEqual({ entries: [], next });
      await journal.append([entry("later")]);
      expect(await idsInPages(journal, { from: next, limit: 10 })).toEqual(["later"]);
    });

    test("reading one kind passes over the others, and goes on after them", async () => {
      await journal.append([entry("a"), entry("b", 1, "event"), entry("c"), entry("d", 2, "event"), entry("e")]);
      const { entries, next } = await journal.read(null, 1, "event");
      expect(entries.map(({ id }) => id)).toEqual(["b"]);
      const rest = await journal.read(next, 10, "event");
      expect(rest.entries.map(({ id }) => id)).toEqual(["d"]);
      await journal.append([entry("f"), entry("g", 3, "event")]);
      expect((await journal.read(rest.next, 10)).entries.map(({ id }) => id)).toEqual(["f", "g"]);
      expect((await journal.read(rest.next, 10, "event")).entries.map(({ id }) => id)).toEqual(["g"]);
    });

    test("reading back begins with the newest, in the order of acceptance, and ends with the first", async () => {
      await journal.append(Array.from({ length: 25 }, (_, i) => entry(`${i}`, { i }, i % 2 ? "event" : "decision")));
      const pages: string[][] = [];
      let cursor: Cursor | null = null;
      for (
        let page = await journal.readBack(cursor, 10);
        page.next !== cursor;
        page = await journal.readBack(cursor, 10)
      ) {
        pages.push(page.entries.map(({ id }) => id));
        cursor = page.next;
      }
      const numbers = (from: number, to: number): string[] =>
        Array.from({ length: to - from }, (_, i) => `${from + i}`);
      expect(pages).toEqual([numbers(15, 25), numbers(5, 15), numbers(0, 5)]);
      expect((await journal.readBack(null, 100)).entries).toHaveLength(25);
    });

    test("reading back sees what came meanwhile from the newest on, and nothing in an empty journal", async () => {
      const { entries, next } = await journal.readBack(null, 10);
      expect(entries).toEqual([]);
      expect(await journal.readBack(next, 10)).toEqual({ entries: [], next });
      await journal.append([entry("a"), entry("b")]);
      const { next: before } = await journal.readBack(null, 1);
      await journal.append([entry("c")]);
      const ids = async (upTo: Cursor | null) => (await journal.readBack(upTo, 1)).entries.map(({ id }) => id);
      expect([await ids(null), await ids(before)]).toEqual([["c"], ["a"]]);
      await expect(journal.readBack("yesterday", 1)).rejects.toMatchObject({ code: "store.cursor-refused" });
    });

    test("an empty journal has a cursor to go on from", async () => {
      const { entries, next } = await journal.read(null, 10);
      await journal.append([entry("a")]);
      expect([entries, await idsInPages(journal, { from: next, limit: 1 })]).toEqual([[], ["a"]]);
    });

    test("a cursor from elsewhere is refused", async () => {
      await expect(journal.read("yesterday", 1)).rejects.toMatchObject({ code: "store.cursor-refused" });
    });

    test("appends side by side through two openings are all there, each once", async () => {
      const other = await place.open();
      const calls = Array.from({ length: 200 }, (_, i) => (i % 2 ? journal : other).append([entry(`${i % 150}`)]));
      const answers = (await Promise.all(calls)).flat();
      expect(answers.filter((answer) => answer === "accepted")).toHaveLength(150);
      const ids = await idsInPages(other, { from: null, limit: 64 });
      expect(ids.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, i) => i));
      await other.close();
    });

    test("an entry that cannot be stored fails its own call alone", async () => {
      const [good, bad] = await Promise.allSettled([
        journal.append([entry("good")]),
        journal.append([entry("fine"), entry("bad", 1n)]),
      ]);
      expect(good).toMatchObject({ status: "fulfilled", value: ["accepted"] });
      expect(bad).toMatchObject({ status: "rejected", reason: { code: "store.value-not-json" } });
      expect(await idsInPages(journal, { from: null, limit: 10 })).toEqual(["good"]);
    });

    test("more entries than one commit takes keep their order", async () => {
      const calls = Array.from({ length: 6 }, (_, c) =>
        journal.append(Array.from({ length: 1_000 }, (_, i) => entry(`${c * 1_000 + i}`))),
      );
      await Promise.all(calls);
      const ids = await idsInPages(journal, { from: null, limit: 999 });
      expect(ids.map(Number)).toEqual(Array.from({ length: 6_000 }, (_, i) => i));
    });

    test("what was acknowledged is there after closing and opening again", async () => {
      await journal.append([entry("a")]);
      await journal.close();
      journal = await place.open();
      expect(await journal.find("decision", "a")).toEqual(entry("a"));
    });

    test("closing waits for what was appended, may be repeated, and ends all use", async () => {
      const begun = journal.append([entry("a")]);
      await Promise.all([journal.close(), journal.close()]);
      expect(await begun).toEqual(["accepted"]);
      await expect(journal.append([entry("b")])).rejects.toMatchObject({ code: "store.closed" });
      await expect(journal.read(null, 1)).rejects.toMatchObject({ code: "store.closed" });
      await expect(journal.find("decision", "a")).rejects.toMatchObject({ code: "store.closed" });
    });
  });
}

async function idsInPages(
  journal: Journal,
  { from, limit }: { from: Cursor | null; limit: number },
): Promise<string[]> {
  const { entries, next } = await journal.read(from, limit);
  const ids = entries.map(({ id }) => id);
  return entries.length === 0 ? ids : [...ids, ...(await idsInPages(journal, { from: next, limit }))];
}
