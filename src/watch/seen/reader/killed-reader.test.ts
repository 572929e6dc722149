import { expect, test } from "vitest";
import type { Envelope } from "../../../records/index.ts";
import { START } from "../made-up.conformance.ts";
import type { Seen } from "../seen.ts";
import { bookInMemory, journalIn, shopJournal, unitLayout, watchedShop } from "./reader.conformance.ts";
import type { SeenBook } from "./seen-book.ts";
import { seenReader } from "./seen-reader.ts";

const signal = new AbortController().signal;
const written = shopJournal(1, 6);

/** What a system's book holds after the journal was read hour by hour, and what was given. `killAt`: calls until it dies. */
async function readHourly(
  killAt: number,
): Promise<{ kept: readonly Seen[]; days: readonly Seen[]; calls: number; given: Seen[] }> {
  let calls = 0;
  const dies = <A extends readonly unknown[], R>(work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (++calls === killAt) throw new Error("killed");
      const done = await work(...args);
      if (++calls === killAt) throw new Error("killed");
      return done;
    };
  };
  const book = bookInMemory();
  const dying: SeenBook = { ...book, commit: dies(book.commit), labels: dies(book.labels) };
  let visible: readonly Envelope[] = [];
  const journal = {
    read: dies(async (from: string | null, limit: number) => await journalIn(visible).read(from, limit)),
  };
  const open = () =>
    seenReader({
      ...{ system: watchedShop(), layout: unitLayout, journal, book: dying },
      ...{ graceMs: 10 * 60_000, pageSize: 30 },
    });
  let reader = open();
  const given: Seen[] = [];
  for (let n = 1; n <= 13; n++) {
    const now = START + n * 50 * 60_000;
    visible = written.filter((one) => one.written <= now).map(({ entry }) => entry);
    for (let tries = 0; tries < 3; tries++) {
      try {
        const after = given.at(-1)?.to ?? START;
        for await (const seen of reader.advance({ now, signal, after })) given.push(seen);
        break;
      } catch {
        reader = open();
      }
    }
  }
  return { kept: await book.periods("shop"), days: await book.days("shop"), calls, given };
}

test("goes on where it was, wherever it was killed, and gives the same", async () => {
  const whole = await readHourly(0);
  expect(whole.kept.length).toBeGreaterThan(9);
  expect(whole.given.map(({ from }) => from)).toEqual(whole.kept.map(({ from }) => from));
  for (let killAt = 1; killAt <= whole.calls; killAt++) {
    const killed = await readHourly(killAt);
    expect(killed.kept).toEqual(whole.kept);
    expect(killed.given).toEqual(whole.kept);
  }
});
