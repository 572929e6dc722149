import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
});
afterEach(() => shop.remove());

interface Told {
  readonly qualities: readonly {
    readonly cells: readonly { readonly asks: string; readonly found: Readonly<Record<string, unknown>> }[];
  }[];
}

const foundIn = ({ qualities }: Told, asks: RegExp) =>
  qualities.flatMap(({ cells }) => cells).find((cell) => asks.test(cell.asks))!.found;

test("cells change as evidence comes: decisions, tokens, a rollback", async () => {
  await shop.run("release", "shop", "rule");
  const before = await shop.json("scorecard", "shop");
  expect(before.system).toBe("shop");
  for (const asks of [/release itself answer/, /token open/, /way back/])
    expect(foundIn(before, asks)).toMatchObject({ finding: "none", needs: expect.stringContaining("`alidade ") });
  await shop.run("release", "shop", await shop.model(0.9), "--unchecked", "--why", "to be tried");
  await shop.run("rollback", "shop", "--why", "a drill");
  await shop.run("token", "create", "till", "--role", "service", "--expires", "30d");
  await shop.serve({ days: 1, perDay: 12, first: "c", entities: 6 });
  const after = await shop.json("scorecard", "shop");
  expect(foundIn(after, /release itself answer/)).toMatchObject({
    finding: "good",
    says: "Of 12 decisions, 0 were answered by a fallback.",
    see: "`alidade decisions --system shop`",
  });
  expect(foundIn(after, /way back/)).toMatchObject({ finding: "good" });
  expect(foundIn(after, /token open/)).toMatchObject({ finding: "good" });
  expect(foundIn(after, /outcomes come back/)).toMatchObject({ finding: "good" });
});

test("the terminal shows every question, and the page is written", async () => {
  await shop.run("release", "shop", "rule");
  const { exit, out } = await shop.run("scorecard", "shop");
  expect(exit).toBe(0);
  expect(out).toContain("Scorecard of shop");
  expect(out).toContain("no evidence");
  const { report } = await shop.json("scorecard", "shop");
  expect(await readFile(report, "utf8")).toContain("Design principles");
});
