import { expect, test } from "vitest";
import { virtualClock } from "../../../kernel/index.ts";
import type { Envelope } from "../../../records/index.ts";
import type { Journal } from "../../../store/index.ts";
import { START } from "../../../watch/seen/made-up.conformance.ts";
import { askedOf, journalIn } from "../../../watch/seen/reader/reader.conformance.ts";
import { journalUntil, standingClock } from "./standing-journal.ts";

const HOUR = 3_600_000;

test("a look reads what was written by its own time, and the next look the rest", async () => {
  const clock = virtualClock(START + HOUR);
  const standing = standingClock(clock);
  const entries = [0, 1, 2, 50].map((hour): Envelope => askedOf(`d${hour}`, START + hour * HOUR, 0.5));
  const journal = journalUntil(journalIn(entries) as Journal, standing);
  const idsFrom = async (from: string | null) => {
    const { entries: found, next } = await journal.read(from, 100);
    return { ids: found.map(({ id }) => id), next };
  };
  // Two days pass while it looks.
  clock.advance(48 * HOUR);
  const first = await idsFrom(null);
  expect(first.ids).toEqual(["d0", "d1"]);
  expect((await idsFrom(first.next)).ids).toEqual([]);
  standing.set();
  const second = await idsFrom(first.next);
  expect([standing.now(), second.ids]).toEqual([START + 49 * HOUR, ["d2"]]);
  clock.advance(HOUR);
  standing.set();
  expect((await idsFrom(second.next)).ids).toEqual(["d50"]);
});

test("a journal whose first entry is of later gives nothing yet, and it again later", async () => {
  const clock = virtualClock(START);
  const journal = journalUntil(journalIn([askedOf("d", START + HOUR, 0.5)]) as Journal, clock);
  const none = await journal.read(null, 100);
  expect(none.entries).toEqual([]);
  clock.advance(HOUR);
  expect((await journal.read(none.next, 100)).entries).toHaveLength(1);
});
