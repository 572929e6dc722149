import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { emptyDirectory, type Place } from "../../backends/places.conformance.ts";
import { AlidadeError, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import type { State } from "../../store/index.ts";
import {
  type Batch,
  type Contract,
  contract,
  csv,
  findIntake,
  getPart,
  keptReader,
  number,
  type PullDeps,
  type RawTable,
  readKept,
  rowOf,
  type SourceReader,
  type SourceRef,
  tableOf,
  text,
} from "../index.ts";
import { pull } from "./pull.ts";

let place: Place;
let state: State;
const clock = virtualClock(Date.UTC(2026, 0, 1));
beforeEach(async () => {
  place = await emptyDirectory();
  state = await openState(place.path("state"), { create: true });
});
afterEach(async () => {
  await state.close();
  await place.remove();
});

interface Record {
  readonly id: number | null;
  readonly v: string;
}

const KINDS = { id: "number", v: "text" } as const;
const table = (rows: readonly Record[]): RawTable =>
  tableOf(
    KINDS,
    rows.map((row) => ({ ...row })),
  );
const records = (from: number, to: number, v = "x"): Record[] =>
  Array.from({ length: to - from }, (_, i) => ({ id: from + i, v }));

/** A source of rows in memory: five to a batch, the cursor their count. It fails before the row of that number. */
function memory(rows: readonly Record[], more: { failAt?: number; incremental?: boolean } = {}): SourceReader {
  return {
    incremental: async () => more.incremental ?? true,
    read: async () => table(rows),
    async *batches(_, from) {
      for (let at = Number(from ?? 0); at < rows.length; at += 5) {
        if (at >= (more.failAt ?? Infinity))
          throw new AlidadeError({ code: "data.source-unavailable", headline: "", retryable: true, data: {} }, "gone");
        const part = rows.slice(at, at + 5);
        yield { table: table(part), cursor: String(at + part.length), origin: `rows ${at}` } satisfies Batch;
      }
    },
  };
}

const plain = contract(
  { id: number({ missing: 1 }), v: text({ values: ["x", "y", "z"] }) },
  { quarantine: { maxShare: 1 } },
);
const keyed = csv("rows/", { key: "id" });
const keyless = csv("rows/");

const run = (
  source: SourceRef,
  reader: SourceReader,
  more: Partial<PullDeps> & { restart?: boolean; under?: Contract } = {},
) => {
  const { restart, under = plain, ...deps } = more;
  const request = { system: "shop", source, contract: under, ...(restart === undefined ? {} : { restart }) };
  return pull(request, { reader, records: state.records, blobs: state.blobs, clock, ...deps });
};
const kept = async (source: SourceRef) => {
  const found = await readKept(source, { system: "shop", contract: plain, ...state });
  return found === undefined ? undefined : Array.from({ length: found.rows }, (_, row) => rowOf(found, row));
};

describe("pulling", () => {
  test("keeps what is new, and goes on where it stopped", async () => {
    expect(await kept(keyless)).toBeUndefined();
    expect((await run(keyless, memory(records(0, 12)))).rows).toBe(12);
    expect((await run(keyless, memory(records(0, 12)))).rows).toBe(0);
    expect((await run(keyless, memory(records(0, 18)))).rows).toBe(6);
    expect(await kept(keyless)).toEqual(records(0, 18));
  });

  test("puts small parts together and keeps large ones, whatever the pulls; nothing else is left behind", async () => {
    for (let rows = 1; rows <= 60; rows += 7) await run(keyless, memory(records(0, rows)), { partRows: 20 });
    const intake = await findIntake(state.records, "shop", keyless);
    expect(await kept(keyless)).toEqual(records(0, 57));
    expect(intake?.parts.length).toBeLessThanOrEqual(6);
    expect(intake?.parts.every(({ rows }) => rows <= 25)).toBe(true);
    const keys = new Set((await state.blobs.list("intake/")).map((key) => key.split("/")[1]));
    expect(keys).toEqual(new Set(intake?.parts.map(({ id }) => id)));
    const first = intake?.parts[0];
    expect(first?.origins).toContain("rows 0");
  });

  test("keeps what came before a source died, and goes on from there", async () => {
    await expect(run(keyless, memory(records(0, 100), { failAt: 40 }))).rejects.toMatchObject({
      code: "data.source-unavailable",
    });
    expect(await kept(keyless)).toEqual(records(0, 40));
    const intake = await findIntake(state.records, "shop", keyless);
    expect(intake?.completeAt).toBeNull();
    const raw = await readKept(keyless, { system: "shop", contract: plain, ...state });
    expect(raw?.notes?.at(-1)).toContain("did not reach the end");
    await run(keyless, memory(records(0, 100)));
    expect(await kept(keyless)).toEqual(records(0, 100));
  });

  test("keeps what was kept when the disk is full, and the rest the next time", async () => {
    let writes = 0;
    const full = {
      ...state.blobs,
      put: async (key: string, bytes: Uint8Array) => {
        if (++writes > 7)
          throw new AlidadeError({ code: "state.disk-full", headline: "", retryable: true, data: {} }, "full");
        await state.blobs.put(key, bytes);
      },
    };
    await expect(run(keyless, memory(records(0, 100)), { partRows: 10, blobs: full })).rejects.toMatchObject({
      code: "state.disk-full",
    });
    const before = await kept(keyless);
    expect(before).toEqual(records(0, before?.length ?? -1));
    expect(before?.length).toBeGreaterThan(0);
    await run(keyless, memory(records(0, 100)), { partRows: 10 });
    expect(await kept(keyless)).toEqual(records(0, 100));
  });

  test("of two pulls at once one wins, and no row is lost or doubled", async () => {
    const both = await Promise.allSettled([1, 2, 3].map(() => run(keyless, memory(records(0, 50)), { partRows: 10 })));
    expect(both.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
    for (const one of both)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "data.intake-raced" });
    await run(keyless, memory(records(0, 50)));
    expect(await kept(keyless)).toEqual(records(0, 50));
  });

  test("does not begin where there is nothing to go on from", async () => {
    await expect(run(csv("a.csv"), memory([], { incremental: false }))).rejects.toMatchObject({
      code: "data.not-incremental",
    });
  });
});

describe("rows with a key", () => {
  test("are not doubled when they are sent again, and replaced when they come with other values", async () => {
    const sent = [...records(0, 10), ...records(3, 7), ...records(5, 6, "y"), ...records(5, 6, "x")];
    const { rows, resent } = await run(keyed, memory(sent), { partRows: 4 });
    expect([rows, resent]).toEqual([12, 4]);
    const rest = [...records(0, 5), ...records(6, 10), ...records(5, 6, "x")];
    expect(await kept(keyed)).toEqual(rest);
    expect((await run(keyed, memory(sent), { restart: true, partRows: 4 })).resent).toBeGreaterThan(10);
    expect(await kept(keyed)).toEqual(rest);
  });

  test("may have the key from the contract; rows without a value in it are all kept", async () => {
    const unique = contract({ id: number({ unique: true, missing: 1 }), v: text() }, { quarantine: { maxShare: 1 } });
    const sent = [...records(0, 3), { id: null, v: "x" }, { id: null, v: "y" }, ...records(0, 3)];
    expect((await run(keyless, memory(sent), { under: unique })).rows).toBe(5);
    const found = await readKept(keyless, { system: "shop", contract: unique, ...state });
    expect(found?.rows).toBe(5);
  });

  test("a key that is no column is named", async () => {
    await expect(run(csv("rows/", { key: "ids" }), memory(records(0, 3)))).rejects.toMatchObject({
      code: "data.column-missing",
      message: expect.stringContaining("Did you mean `id`?"),
    });
  });

  test("without one, a restart takes the place of what was kept", async () => {
    await run(keyless, memory(records(0, 10)));
    await run(keyless, memory(records(5, 20)), { restart: true });
    expect(await kept(keyless)).toEqual(records(5, 20));
  });
});

describe("the contract", () => {
  test("sets rows aside, which are kept with their reasons and are there again once it is corrected", async () => {
    const { quarantined, intake } = await run(keyless, memory([...records(0, 8), { id: 8, v: "new" }]));
    expect(quarantined).toBe(1);
    const part = await getPart(state.blobs, intake.parts[0]?.id ?? "");
    expect(part?.quarantined).toEqual([{ row: 9, reasons: ["v: values"], given: { id: 8, v: "new" } }]);
    expect(await kept(keyless)).toHaveLength(9);
  });

  test("stops a pull whose rows lack a column, and what came before stays", async () => {
    await run(keyless, memory(records(0, 5)));
    const wider = contract({ id: number(), v: text(), amount: number() });
    await expect(run(keyless, memory(records(0, 10)), { under: wider })).rejects.toMatchObject({
      code: "data.column-missing",
    });
    expect(await kept(keyless)).toEqual(records(0, 5));
  });
});

describe("what is kept", () => {
  test("is read by learning where it was pulled, and says how fresh it is; else the source is", async () => {
    const read = keptReader(memory(records(0, 7)), { system: "shop", contract: plain, ...state });
    expect((await read(keyless)).rows).toBe(7);
    await run(keyless, memory(records(0, 5)));
    const raw = await read(keyless);
    expect([raw.rows, raw.notes]).toEqual([5, ["rows kept from csv rows/, complete as of 2026-01-01 00:00:00 UTC"]]);
    const whole = keptReader(memory(records(0, 7), { incremental: false }), {
      system: "shop",
      contract: plain,
      ...state,
    });
    expect((await whole(keyless)).rows).toBe(7);
  });

  test("tells when it was altered by hand", async () => {
    const { intake } = await run(keyless, memory(records(0, 5)));
    const key = `intake/${intake.parts[0]?.id}/table`;
    const bytes = (await state.blobs.get(key)) as Uint8Array;
    await state.blobs.put(key, bytes.with(bytes.length - 1, 7));
    await expect(kept(keyless)).rejects.toMatchObject({ code: "data.part-damaged" });
    await state.blobs.delete(key);
    await expect(kept(keyless)).rejects.toMatchObject({ code: "data.part-damaged" });
  });
});
