import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { memoryOnline, openState } from "../../backends/index.ts";
import { emptyDirectory } from "../../backends/places.conformance.ts";
import { contract, csv, flag, number, pushed, text, time } from "../../data/index.ts";
import { randomIds, virtualClock } from "../../kernel/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on, readPushed, stream, streamKeys, withPushed } from "../../system/index.ts";
import { onlineOf } from "./online.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const customer = contract({ id: text(), at: time() });
const order = contract({
  number: number({ integer: true, unique: true }),
  customer: text({ references: "customers.id", missing: 1 }),
  placed_at: time({ ahead: "5m" }),
  weight_kg: number({ median: { min: 0.1, max: 30 }, missing: 1 }),
  comment: text({ missing: 1 }),
});
const customers = stream({ contract: customer, source: pushed(), entity: "id", time: "at" });
const orders = stream({ contract: order, source: pushed(), entity: "customer", time: "placed_at" });
const rows = contract({ customer: text(), day: time({ missing: 1 }), back: flag({ known: "after" }) });
const h = on(rows, { streams: { customers, orders } });
const system = h.system({
  name: "door",
  source: csv("rows.csv"),
  entity: "customer",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((_, from) => ({ orders: from.orders.count(), known: from.customers.count() })),
  rule: (f) => f.orders.atLeast(3),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

async function door() {
  const { path, remove } = await emptyDirectory();
  const { journal, close } = await openState(path("state"), { create: true });
  undo.push(remove, close);
  const clock = virtualClock(START);
  const ids = randomIds(randomBytes, () => clock.now());
  const nothing = async () => ({ rows: 0, columns: [] });
  const keys = async () => streamKeys(system, withPushed(nothing, system, await readPushed(journal, "door")));
  const online = await onlineOf([system], { values: memoryOnline(), journal, clock, ids, keys });
  const push = (name: string, events: readonly unknown[], key?: string) =>
    online.push(system, { stream: name, events, key });
  let last = 0;
  const made = (more: object = {}) => ({ number: ++last, customer: "ada", placed_at: START, weight_kg: 2, ...more });
  await push("customers", [{ id: "ada", at: START }]);
  return { push, made, clock, journal, online };
}

const reasons = ({ refused }: { readonly refused: readonly { readonly reasons: readonly string[] }[] }) =>
  refused.map((one) => one.reasons.join("; "));

describe("the door for events", () => {
  test("refuses one that refers to nobody, until somebody is there", async () => {
    const { push, made, clock } = await door();
    const unborn = made({ customer: "bob" });
    expect(reasons(await push("orders", [made(), unborn]))).toEqual(["customer: reference"]);
    await push("customers", [{ id: "bob", at: START }]);
    expect(await push("orders", [unborn])).toMatchObject({ accepted: 1, refused: [] });
    clock.advance(2 * MINUTE);
    expect(reasons(await push("orders", [made({ customer: "eve" })]))).toEqual(["customer: reference"]);
  });

  test("takes what must be unique once over all time: told again it is known, with other content it is refused", async () => {
    const { push, made } = await door();
    const first = made();
    expect(await push("orders", [first])).toEqual({ accepted: 1, known: 0, refused: [] });
    expect(await push("orders", [first])).toEqual({ accepted: 0, known: 1, refused: [] });
    const said = await push("orders", [made(), { ...first, weight_kg: 3 }]);
    expect(said).toEqual({ accepted: 1, known: 0, refused: [{ index: 1, reasons: ["number: unique"] }] });
  });

  test("refuses a clock that runs further ahead than the contract allows, and takes one that is late", async () => {
    const { push, made } = await door();
    const at = (minutes: number) => made({ placed_at: START + minutes * MINUTE });
    const said = await push("orders", [at(4), at(6), at(-60 * 24 * 3650), made({ placed_at: 1e300 })]);
    expect(said.accepted).toBe(2);
    expect(said.refused.map(({ index }) => index)).toEqual([1, 3]);
    expect(reasons(said)).toEqual(["placed_at: future", "placed_at: future"]);
  });

  test("refuses fields that were renamed in mid-stream, and leaves out those that are merely more", async () => {
    const { push, made } = await door();
    const { weight_kg: weight, ...rest } = made();
    const said = await push("orders", [
      { ...rest, WeightKg: weight },
      { ...rest, weight_kgs: weight },
      { ...rest, number: 900, colour: "red" },
      { ...made(), weight_kgs: weight },
    ]);
    expect(reasons(said)).toEqual(["weight_kg: renamed", "weight_kg: renamed"]);
    expect(said.accepted).toBe(2);
  });

  test("notices a change of unit, refuses what follows, and takes the old unit again", async () => {
    const { push, made } = await door();
    const kilograms = Array.from({ length: 100 }, (_, i) => made({ weight_kg: 1 + (i % 9) }));
    const grams = Array.from({ length: 100 }, (_, i) => made({ weight_kg: 1_000 * (1 + (i % 9)) }));
    expect((await push("orders", kilograms)).accepted).toBe(100);
    const said = await push("orders", grams);
    expect([said.accepted, new Set(reasons(said))]).toEqual([0, new Set(["weight_kg: median"])]);
    // One by one it takes half of the values that are remembered until the median moves.
    const back = Array.from({ length: 40 }, () => made({ weight_kg: 2 }));
    expect((await push("orders", back)).accepted).toBe(40);
    expect((await push("orders", [made({ weight_kg: 45 }), made()])).accepted).toBe(2);
  });

  test("bears with anything, and lets nothing in that cannot be kept", async () => {
    const { push, made, online, journal } = await door();
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i++) deep = [deep];
    const polluted: unknown = JSON.parse('{"__proto__":{"customer":"ada"},"constructor":1,"number":77,"placed_at":0}');
    const odd: readonly unknown[] = [
      null,
      7,
      "x",
      [],
      [made()],
      () => 1,
      made({ customer: "" }),
      made({ customer: `a${"b".repeat(300)}` }),
      made({ customer: "ada\u0000" }),
      made({ customer: "\ud800" }),
      made({ customer: { toString: "x" } }),
      made({ customer: ["ada"] }),
      made({ comment: "x".repeat(70_000) }),
      made({ comment: deep }),
      made({ number: "1; DROP TABLE entries" }),
      made({ number: "NaN" }),
      made({ number: 1n }),
      made({ number: Number.POSITIVE_INFINITY }),
      made({ placed_at: "yesterday" }),
      made({ placed_at: "2026-13-45T00:00:00Z" }),
      made({ placed_at: true }),
      deep,
      { ...made(), huge: "y".repeat(5_000_000), number: {} },
    ];
    const said = await push("orders", [...odd, polluted, made()]);
    // By place alone: what cannot be kept cannot be printed either.
    const letIn = [...odd, polluted].flatMap((_, i) => (said.refused.some(({ index }) => index === i) ? [] : [i]));
    expect(letIn).toEqual([]);
    expect(said.accepted).toBe(1);
    expect(reasons(said)[13]).toBe("comment: type");
    expect(Object.hasOwn(Object.prototype, "customer")).toBe(false);
    const { entries } = await journal.read(null, 100, "refused-event");
    expect(entries.length).toBeGreaterThan(15);
    expect(JSON.stringify(entries).length).toBeLessThan(400_000);
    expect(Object.values((await online.seen(system, "ada"))!.windows)).toContain(1);
  });

  test("keeps texts that look like formulas, statements or other lines as they are", async () => {
    const { push, made, journal } = await door();
    const texts = ["=cmd()|' /C calc'!A0", "'; DROP TABLE entries; --", "a\nb\u2028c\\u0000", "\u0000nul"];
    const said = await push(
      "orders",
      texts.map((comment) => made({ comment })),
    );
    expect(said).toMatchObject({ accepted: 4, refused: [] });
    const { rows: kept } = await readPushed(journal, "door");
    expect(kept.get("orders")!.map(({ row }) => row.comment)).toEqual(texts);
  });
});
