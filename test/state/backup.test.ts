import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "../../src/cli/host/host.conformance.ts";
import { loadSystem } from "../../src/cli/load-system.ts";
import { deciderOf } from "../../src/decide/index.ts";
import { wallClock } from "../../src/kernel/index.ts";
import { openState } from "../../src/presets.ts";
import { registryOf } from "../../src/registry/index.ts";
import { withShop } from "../bad-input/refusal.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await withShop(await openDesk());
});
afterAll(() => desk.remove());

async function decideOnce(directory: string): Promise<string> {
  const { system } = await loadSystem("shop", desk.folder);
  const state = await openState(directory, { create: false });
  const { journal, ids } = state;
  const registry = registryOf({ state, clock: wallClock, who: "ada" });
  const decider = await deciderOf([system], { registry, journal, ids, clock: wallClock, stopwatch: () => 0 });
  const { id } = await decider.decide(system, { entity: "7", given: {} });
  await state.close();
  return id;
}

test("a deleted state comes back from its backup, and its decisions replay bit for bit", async () => {
  const state = join(desk.folder, ".alidade");
  expect((await desk.run("train", "shop")).exit).toBeLessThan(2);
  await desk.run("release", "shop");
  const id = await decideOnce(state);
  const before = JSON.parse((await desk.run("decisions", "replay", id, "shop", "--json")).out);
  const taken = await desk.run("backup", "safe.tar.gz", "--json");
  expect([taken.exit, taken.err]).toEqual([0, ""]);
  rmSync(state, { recursive: true });
  expect((await desk.run("decisions", "show", id)).exit).toBe(3);
  const restored = await desk.run("restore", "safe.tar.gz", "--json");
  expect([restored.exit, JSON.parse(restored.out).files]).toEqual([0, JSON.parse(taken.out).files]);
  const replayed = await desk.run("decisions", "replay", id, "shop", "--json");
  expect(replayed.exit).toBe(0);
  expect(JSON.parse(replayed.out)).toEqual(before);
  expect(JSON.parse(replayed.out).same).toBe(true);
});

test("a backup is told of in words, and nothing is overwritten", async () => {
  await desk.run("train", "shop");
  const { exit, out } = await desk.run("backup", "folder");
  expect(exit).toBe(0);
  expect(out).toContain("Backed up");
  const again = await desk.run("backup", "folder");
  expect(again.exit).toBe(3);
  expect(again.err).toContain("state.backup-occupied");
  const onto = await desk.run("restore", "folder");
  expect([onto.exit, onto.err]).toEqual([3, expect.stringContaining("state.backup-occupied")]);
  expect((await desk.run("restore", "folder", "--dir", "other")).exit).toBe(0);
  expect((await desk.run("backup", "none", "--dir", "missing")).err).toContain("state.missing");
});
