import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

interface Told {
  readonly sections: readonly {
    readonly tests: readonly { readonly id: string; readonly points: number; readonly next: string | null }[];
  }[];
}

const testIn = ({ sections }: Told, id: string) => sections.flatMap(({ tests }) => tests).find((one) => one.id === id)!;

test("points come with evidence: a rollback gives half a point, and names what gives the rest", async () => {
  await shop.run("release", "shop", "rule");
  const before = await shop.json("readiness", "shop");
  expect(before).toMatchObject({ system: "shop", score: 0 });
  expect(testIn(before, "infrastructure.rollback")).toMatchObject({ points: 0 });
  await shop.run("release", "shop", await shop.model(0.9), "--unchecked", "--why", "to be tried");
  await shop.run("rollback", "shop", "--why", "a drill");
  const after = await shop.json("readiness", "shop");
  const found = testIn(after, "infrastructure.rollback");
  expect(found).toMatchObject({ points: 0.5, next: expect.stringContaining("alidade rollback shop") });
});

test("a score below what was asked for ends with 1; the page is written all the same", async () => {
  await shop.run("release", "shop", "rule");
  const { exit, out } = await shop.run("readiness", "shop", "--least", "1");
  expect(exit).toBe(1);
  expect(out).toContain("0 of 7");
  const { report } = await shop.json("readiness", "shop");
  expect(await readFile(report, "utf8")).toContain("Features and data");
});
