import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryOnline, openState } from "../../backends/index.ts";
import { onlineOf } from "../../decide/index.ts";
import { randomIds, wallClock } from "../../kernel/index.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);
const system = (most: number): string => `
import { actIf, contract, csv, flag, number, on, pushed, stream, text, time, unstated } from ${alidade};
const order = contract({ who: number(), at: time(), items: number({ max: ${most} }), note: text({ missing: 1 }) });
const orders = stream({ contract: order, source: pushed(), entity: "who", time: "at" });
const h = on(contract({ who: number(), day: time(), back: flag({ known: "after" }) }), { streams: { orders } });
export default h.system({
  name: "shop", source: csv("rows.csv"), entity: "who", time: "day", objective: unstated({ act: "act", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((r, from) => ({ items: from.orders.sum((e) => e.items) })), rule: (f) => f.items.atLeast(2),
  heads: {}, weights: {}, policy: actIf({ threshold: 0.5 }),
});`;

let desk: Desk;
const json = async (...argv: readonly string[]) =>
  JSON.parse((await desk.run("data", "quarantine", ...argv, "--json")).out);

beforeAll(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", "who,day,back\n1,2025-11-01,true\n");
  const path = await desk.write("system.mts", system(10));
  await desk.write("wide.mts", system(100));
  const { default: shop } = await import(pathToFileURL(path).href);
  const { journal, close } = await openState(join(desk.folder, ".alidade"), { create: true });
  const ids = randomIds(randomBytes, Date.now);
  const online = await onlineOf([shop], { values: memoryOnline(), journal, clock: wallClock, ids });
  const at = Date.UTC(2025, 11, 1);
  const events = [
    { who: 1, at, items: 3 },
    { who: 1, at, items: 30, note: '=HYPERLINK("x")' },
    { who: 2, at, items: 300 },
    { who: "'; DROP TABLE entries; --", at, items: 1 },
    "no event",
  ];
  await online.push(shop, { stream: "orders", events });
  await close();
});
afterAll(() => desk.remove());

describe("events that a contract refused", () => {
  test("are listed by stream, and shown with their reasons", async () => {
    expect(await json("list")).toEqual({ quarantines: [], events: [{ system: "shop", stream: "orders", events: 4 }] });
    const { count, events } = await json("show", "shop/orders");
    expect([count, events[0]]).toEqual([
      4,
      {
        row: 1,
        reasons: ["items: range"],
        given: { who: 1, at: expect.any(Number), items: 30, note: '=HYPERLINK("x")' },
      },
    ]);
    const { out } = await desk.run("data", "quarantine", "show", "shop/orders");
    expect(out).toContain("4 events were refused.");
    expect(out).toMatch(/items: range\s+2/);
    expect((await desk.run("data", "quarantine", "list")).out).toMatch(/shop\/orders\s+4\s+items: range/);
    expect((await json("show", "shop/order")).error).toMatchObject({ code: "cli.input.refused-unknown" });
  });

  test("go to a CSV file in which no cell is a formula, and come back corrected", async () => {
    await desk.run("data", "quarantine", "show", "shop/orders", "--csv", "bad.csv");
    const written = await readFile(join(desk.folder, "bad.csv"), "utf8");
    expect(written).toContain(`"'=HYPERLINK(""x"")"`);
    await desk.write("bad.csv", written.replace(",300,", ",5,"));
    const replay = ["replay", "shop/orders", "--contract", "system.mts", "--corrections", "bad.csv"] as const;
    expect(await json(...replay, "--dry-run")).toMatchObject({ moved: 1, dryRun: true });
    expect(await json(...replay)).toMatchObject({ moved: 1, known: 0, left: { "items: range": 1 } });
    expect(await json(...replay)).toMatchObject({ moved: 0 });
    const { events } = await json("show", "shop/orders");
    expect(events.map(({ row }: { row: number }) => row)).toEqual([1, 3, 4]);
  });

  test("are let in under a corrected contract, once, and what they said is kept as it came", async () => {
    expect((await json("replay", "shop/orders")).error.message).toContain("--contract");
    expect(await json("replay", "shop/orders", "--contract", "wide.mts")).toMatchObject({ moved: 1 });
    const { journal, close } = await openState(join(desk.folder, ".alidade"), { create: false });
    const { entries } = await journal.read(null, 100, "event");
    await close();
    const rows = entries.map(({ body }) => (body as { row: { items: number; note: string | null } }).row);
    expect(rows.map(({ items, note }) => [items, note])).toEqual([
      [3, null],
      [5, null],
      [30, '=HYPERLINK("x")'],
    ]);
  });
});
