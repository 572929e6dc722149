import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Envelope } from "../../records/index.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

/** All that the state says of what serves. */
async function standing(): Promise<string> {
  return await shop.inState(async (registry, { journal }) => {
    const entries: Envelope[] = [];
    for await (const entry of entriesOf(journal, new AbortController().signal)) entries.push(entry);
    const parts = [registry.models, registry.releases, registry.planHistory, registry.history, registry.runs];
    const kept = await Promise.all(parts.map(async (part) => await part("shop")));
    return JSON.stringify([entries, kept]);
  });
}

test("a drill notices what is broken in a copy, and leaves the journal and what serves as they were", async () => {
  await shop.run("release", "shop", await shop.model(0.9), "--unchecked", "--why", "to be drilled");
  await shop.serve({ days: 20, perDay: 96, first: "c", entities: 400 });
  const before = await standing();
  const drill = await shop.json("drill", "shop", "--faults", "modelGone,fieldMissing,feedMissing", "--repeats", "1");
  expect(await standing()).toBe(before);
  expect(drill).toMatchObject({ id: "drl_1", system: "shop", replayed: { same: 1_920, of: 1_920 } });
  expect(drill.rows.find(({ fault }: { readonly fault: string }) => fault === "modelGone")).toMatchObject({
    noticed: 1,
    named: 1,
  });
  expect(drill.rows.find(({ fault }: { readonly fault: string }) => fault === "feedMissing").unfit).toContain(
    "no decision looks",
  );
  expect(await readFile(drill.report, "utf8")).toContain("Drill of shop");
  const { sections } = await shop.json("readiness", "shop");
  const tests = sections.flatMap((section: { readonly tests: readonly { readonly id: string }[] }) => section.tests);
  const found = tests.find(({ id }: { readonly id: string }) => id === "monitoring.numbers");
  expect(found).toMatchObject({
    points: 0.5,
    says: "1 of 1 injected faults of this kind were noticed. Nobody injected modelConstant in full in the last 90 days.",
  });
});

test("a fault that does not exist, a journal that is too short and a system that serves nothing are told with the next step", async () => {
  const odd = await shop.run("drill", "shop", "--faults", "unitChangd");
  expect(odd).toMatchObject({ exit: 3, err: expect.stringContaining("unitChanged") });
  await shop.inState(async () => {});
  const nothing = await shop.run("drill", "shop");
  expect(nothing).toMatchObject({ exit: 3, err: expect.stringContaining("Nothing is served yet") });
  await shop.run("release", "shop", "rule");
  await shop.serve({ days: 1, perDay: 12, first: "c", entities: 6 });
  const short = await shop.run("drill", "shop");
  expect(short).toMatchObject({ exit: 3, err: expect.stringContaining("at least 15 days") });
});
