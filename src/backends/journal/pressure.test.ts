import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import type { Journal } from "../../store/index.ts";
import { emptyDirectory, type Place } from "../places.conformance.ts";
import { connect, type Database } from "../sqlite-database.ts";
import { countersOver } from "./counters-over.ts";
import { type JournalOverOptions, journalOver } from "./journal-over.ts";
import { segmentPath } from "./segment-file.ts";
import { type JournalWriter, journalWriter } from "./writer.ts";

let place: Place;
let writer: JournalWriter;
let lock: Database | undefined;
const open: Journal[] = [];
const entry = (id: string, kind = "decision"): Envelope => ({ v: 1, kind, id, at: 7, body: "x".repeat(1_000) });

beforeEach(async () => {
  place = await emptyDirectory();
  writer = journalWriter(place.path("journal"), { keep: null });
});
afterEach(async () => {
  lock?.close();
  lock = undefined;
  await Promise.all(open.splice(0).map((journal) => journal.close()));
  await writer.close();
  await place.remove();
});

function over(options: JournalOverOptions = {}): Journal {
  const journal = journalOver(writer.connect(), options);
  open.push(journal);
  return journal;
}

/** As a disk that does not answer: another process holds the file. */
async function stall(journal: Journal): Promise<void> {
  await journal.append([entry("first")]);
  lock = connect(segmentPath(place.path("journal"), 1), "BEGIN IMMEDIATE");
}

/** Bytes that are still reachable. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}

const overloaded = expect.objectContaining({ code: "store.journal-overloaded", retryable: true });

describe("a journal that cannot keep up", () => {
  test("refuses at once what is more than may wait, keeps what it took, and recovers by itself", async () => {
    const journal = over({ mostWaiting: 100 });
    await stall(journal);
    const calls = Array.from({ length: 1_000 }, (_, i) => journal.append([entry(`${i}`)]));
    const refused = await Promise.allSettled(calls.slice(100));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    await expect(calls[100]).rejects.toEqual(overloaded);
    lock?.close();
    lock = undefined;
    expect((await Promise.all(calls.slice(0, 100))).flat()).toEqual(Array.from({ length: 100 }, () => "accepted"));
    expect(await journal.append([entry("later")])).toEqual(["accepted"]);
    expect((await journal.read(null, 2_000)).entries).toHaveLength(102);
  });

  test("counts characters as well as entries", async () => {
    const journal = over({ mostBytes: 10_000 });
    await stall(journal);
    const calls = Array.from({ length: 20 }, (_, i) => journal.append([entry(`${i}`)]));
    calls.map((call) => call.catch(() => undefined));
    await expect(calls[15]).rejects.toEqual(overloaded);
    lock?.close();
    lock = undefined;
    const settled = await Promise.allSettled(calls);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(9);
  });

  test("takes no memory for what it refuses", async () => {
    const journal = over({ mostWaiting: 1_000 });
    await stall(journal);
    const kept = Array.from({ length: 1_000 }, (_, i) => journal.append([entry(`${i}`)]));
    const before = heapInUse();
    let refused = 0;
    for (let i = 0; i < 40; i++) {
      const more = Array.from({ length: 1_000 }, () => journal.append([entry("more")]).catch(() => refused++));
      await Promise.all(more);
    }
    // Forty megabytes came and went.
    expect(heapInUse() - before).toBeLessThan(10e6);
    expect(refused).toBe(40_000);
    lock?.close();
    lock = undefined;
    await Promise.all(kept);
  });

  test("lets decisions be answered unlogged where it was told so, and nothing else", async () => {
    const journal = over({ mostWaiting: 1, whenFull: "answer" });
    await stall(journal);
    const first = journal.append([entry("a")]);
    expect(await journal.append([entry("b")])).toEqual(["unlogged"]);
    await expect(journal.append([entry("c", "outcome")])).rejects.toEqual(overloaded);
    await expect(journal.append([entry("d"), entry("e", "event")])).rejects.toEqual(overloaded);
    lock?.close();
    lock = undefined;
    expect(await first).toEqual(["accepted"]);
    expect(await journal.find("decision", "b")).toBeUndefined();
  });
});

test("what cannot be counted is refused, or given to nobody where it was told so", async () => {
  const take = { windowMs: 1_000, most: 5, at: 1 };
  await over().append([entry("first")]);
  const strict = countersOver(writer.connect());
  const lenient = countersOver(writer.connect(), { whenFull: "answer" });
  expect(await lenient.take("calls", take)).toEqual({ taken: 1, left: 4 });
  await writer.close();
  await expect(strict.take("calls", take)).rejects.toMatchObject({ retryable: true });
  for (const n of [0, 1])
    expect(await lenient.take("calls", { ...take, n })).toEqual({ taken: 0, left: 0, uncounted: true });
  await expect(lenient.take("calls", { ...take, at: Number.NaN })).rejects.toMatchObject({
    code: "store.take-refused",
  });
  await Promise.all([strict.close(), lenient.close()]);
});

describe("one writer for several ports", () => {
  test("keeps keys once and counts once", async () => {
    const journals = Array.from({ length: 4 }, () => over());
    const calls = Array.from({ length: 400 }, (_, i) => journals[i % 4]!.append([entry(`${i % 100}`)]));
    const answers = (await Promise.all(calls)).flat();
    expect(answers.filter((answer) => answer === "accepted")).toHaveLength(100);
    const counters = [countersOver(writer.connect()), countersOver(writer.connect())];
    const takes = Array.from({ length: 40 }, (_, i) =>
      counters[i % 2]!.take("calls", { windowMs: 1_000, most: 25, at: 1 }),
    );
    expect((await Promise.all(takes)).reduce((sum, { taken }) => sum + taken, 0)).toBe(25);
    await Promise.all(counters.map((counter) => counter.close()));
  });

  test("answers a port that outlives it with an error that may be tried again", async () => {
    const journal = over();
    await journal.append([entry("a")]);
    await writer.close();
    await expect(journal.append([entry("b")])).rejects.toMatchObject({
      code: "store.journal-writer-lost",
      retryable: true,
    });
  });
});
