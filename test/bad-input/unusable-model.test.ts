import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk, shopCsv } from "../../src/cli/host/host.conformance.ts";
import type { Host } from "../../src/cli/host/host.ts";
import { seededIds } from "../../src/kernel/index.ts";
import { editShop } from "./refusal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  // A third of the labels at random, so that no field gives them away and the model is taken into service.
  const rows = shopCsv(1_500).split("\n");
  const noisy = rows.map((row, i) =>
    i > 0 && (i * 2_654_435_761) % 97 < 32 ? row.replace(/(yes|no)$/, flipped) : row,
  );
  await desk.write("shop.csv", noisy.join("\n"));
  await desk.run("init", "shop.csv", "--label", "bought", "--entity", "customer_id");
  await editShop(desk, /rule: .*/, "rule: (f) => f.channel.equals('web'),");
  const { out } = await desk.run("train", "shop", "--json");
  expect(["champion", "unproven"]).toContain(JSON.parse(out).adoption.kind);
});
afterAll(() => desk.remove());

const flipped = (label: string): string => (label === "yes" ? "no" : "yes");

let asked = 0;

/** Serves, asks once, and stops. The decision has an id of its own: the journals are copies of one. */
async function ask(
  file = "shop",
  state = ".alidade",
): Promise<{ readonly shown: string; readonly reasons: readonly string[] }> {
  const said: string[] = [];
  const stop: { now?: (exit: number) => void } = {};
  const host: Partial<Host> = {
    ids: seededIds(++asked),
    stdout: { write: async (text) => void said.push(text), isTerminal: false, columns: 100 },
    onInterrupt: (listener) => {
      stop.now = listener;
      return () => undefined;
    },
  };
  const running = desk.runWith(host, "serve", file, "--port", "0", "--dir", state);
  const address = (): string | undefined => /http:\/\/[\d.]+:\d+/.exec(said.join(""))?.[0];
  await Promise.race([expect.poll(address, { timeout: 20_000 }).toBeTruthy(), running]);
  const answer = await fetch(`${address()}/v1/decide`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ entity: "7", given: { visits: 9, channel: "web" } }),
  });
  expect(answer.status).toBe(200);
  const { reasons } = (await answer.json()) as { reasons: readonly string[] };
  stop.now?.(130);
  await running;
  return { shown: said.join("").replaceAll(/[\s┃]+/g, " "), reasons };
}

test("a sound model decides", async () => {
  const { shown, reasons } = await ask();
  expect(shown).not.toContain("the rule");
  expect(reasons.join()).not.toContain("fallback");
});

test("a damaged model does not keep the server from starting: the rule decides, and says so", async () => {
  cpSync(join(desk.folder, ".alidade"), join(desk.folder, "hurt"), { recursive: true });
  const folder = join(desk.folder, "hurt/blobs/models");
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, name), bytes.subarray(0, bytes.length - 9));
  }
  const { shown, reasons } = await ask("shop", "hurt");
  expect(shown).toContain("must have the hash that was registered");
  expect(shown).toContain("the rule decides: restore the model");
  expect(reasons).toContain("fallback.model-unusable:bought");
});

test("nor does a system file that no longer declares a feature of the model", async () => {
  const whole = readFileSync(join(desk.folder, "shop/system.mts"), "utf8");
  // A file of its own: one that was loaded before is not read again in the same process.
  await desk.write("shop/fewer.mts", whole.replace(/\n *visits: r\.visits,/, ""));
  const { shown, reasons } = await ask("shop/fewer.mts");
  expect(shown).toContain("`visits` (number) is missing");
  expect(reasons).toContain("fallback.model-unusable:bought");
});
