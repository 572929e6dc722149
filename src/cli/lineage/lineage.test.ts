import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";
import { loadSystem } from "../load-system.ts";

let desk: Desk;
/** Ids of the two snapshots, the first model, and a decision. */
const ids = { before: "", after: "", model: "", decision: "" };

/** One state for all tests: a system trained twice, the second time on changed data, with one decision in between. */
beforeAll(async () => {
  desk = await openDesk();
  const lines = shopCsv().split("\n");
  const without = (id: number) => lines.filter((line) => !line.startsWith(`${id},`));
  await desk.write("shop.csv", [...without(50), "x,1,web,no,more"].join("\n"));
  await desk.run("init", "shop.csv", "--label", "bought");
  expect((await desk.run("train", "shop")).err).not.toContain("✕");
  ids.model = JSON.parse((await desk.run("models", "--json")).out).models[0].id;
  await desk.run("release", "shop", ids.model);
  ids.decision = await decide();
  const changed = without(9).map((line) => (line.startsWith("8,") ? line.replace("phone", "shop") : line));
  await desk.write("shop.csv", changed.join("\n"));
  await desk.run("train", "shop");
  const { snapshots } = JSON.parse((await desk.run("snapshots", "--json")).out);
  [ids.after, ids.before] = snapshots.map(({ id }: { id: string }) => id);
});
afterAll(() => desk.remove());

async function decide(): Promise<string> {
  const { system } = await loadSystem("shop", desk.folder);
  const state = await openState(join(desk.folder, ".alidade"), { create: false });
  const clock = virtualClock(1_000);
  const registry = registryOf({ state, clock, who: "ada" });
  const decider = await deciderOf([system], {
    ...{ registry, journal: state.journal, clock, ids: seededIds(1), stopwatch: () => 0 },
  });
  const { id } = await decider.decide(system, { entity: "7", given: { visits: 8, channel: "web" } });
  await state.close();
  return id;
}

describe("lineage", () => {
  test("leads from a decision to the file that its model learned from", async () => {
    const { out } = await desk.run("data", "lineage", ids.decision);
    expect(out).toContain(`model ${ids.model}`);
    expect(out).toContain(`snapshot ${ids.before.slice(0, 12)}`);
    expect(out).toMatch(/file \S*shop\.csv/);
    expect(out).toMatch(/sha256 [0-9a-f]{12}/);
  });

  test("leads from a file to the decisions that it touched, and says that it has changed since", async () => {
    const { ledTo, touched, remarks } = JSON.parse((await desk.run("data", "lineage", "shop.csv", "--json")).out);
    expect(ledTo).toHaveLength(2);
    expect(touched.count).toBe(1);
    expect(JSON.stringify(ledTo)).toContain(ids.decision);
    expect(remarks).toEqual([expect.stringContaining("has changed since")]);
  });

  test("says whether a line was let in or set aside", async () => {
    const { remarks } = JSON.parse((await desk.run("data", "lineage", "shop.csv:201", "--json")).out);
    expect(remarks.join(" ")).toMatch(/set it aside: \(row\): fields/);
    expect((await desk.run("data", "lineage", "shop.csv:5")).out).toContain("holds it");
  });

  test("leads from a part to the rows of the snapshot that it is", async () => {
    const [part] = await readdir(join(desk.folder, ".alidade/blobs/parts"));
    expect((await desk.run("data", "lineage", (part as string).slice(0, 12))).out).toMatch(
      /It is rows 1 to \d+ of snapshot/,
    );
  });

  test("leads both ways from a model and a snapshot", async () => {
    for (const what of [ids.model, ids.before.slice(0, 10)]) {
      const { cameFrom, ledTo } = JSON.parse((await desk.run("data", "lineage", what, "--json")).out);
      expect([cameFrom.length, ledTo.length]).toEqual([1, 1]);
    }
  });

  test("refuses what nobody knows", async () => {
    expect((await desk.run("data", "lineage", "other.csv")).err).toContain("no decision, model, snapshot");
  });
});

describe("snapshots", () => {
  test("are compared row by row, by their tags too", async () => {
    await desk.run("snapshots", "tag", ids.before.slice(0, 10), "first-one");
    expect((await desk.run("snapshots")).out).toContain("first-one");
    const args = ["data", "diff", "first-one", ids.after.slice(0, 10), "--key", "customer_id", "--json"];
    const { rows, changes } = JSON.parse((await desk.run(...args)).out);
    expect(rows).toEqual({ same: 197, changed: 1, removed: 1, added: 1 });
    expect((await desk.run("data", "profile", "first-one")).out).toContain("199 rows");
    expect(changes[0]).toMatchObject({ name: "channel", changes: [{ from: "phone", to: "shop", count: 1 }] });
  });

  test("that models learned from stay when others are cleared away", async () => {
    const { kept, dropped } = JSON.parse((await desk.run("snapshots", "prune", "--keep", "0", "--json")).out);
    expect([kept.length, dropped.length]).toEqual([2, 0]);
  });

  test("that are damaged are mended from the source", async () => {
    const { out } = await desk.run("snapshots", "repair", ids.after.slice(0, 10));
    expect(out).toContain("Every row is as it was.");
    const about = await openState(join(desk.folder, ".alidade"), { create: false });
    const { parts } = JSON.parse(new TextDecoder().decode(await about.blobs.get(`snapshots/${ids.after}/about`)));
    await about.close();
    await writeFile(join(desk.folder, ".alidade/blobs/parts", parts[0].id), "damaged");
    const found = await desk.run("snapshots", "repair", ids.after.slice(0, 10));
    expect([found.exit, found.out.includes("were changed")]).toEqual([1, true]);
    const mended = await desk.run("snapshots", "repair", ids.after.slice(0, 10), "shop");
    expect([mended.exit, mended.out.includes("mended")]).toEqual([0, true]);
    await writeFile(join(desk.folder, ".alidade/blobs/snapshots", ids.after, "about"), "altered");
    const altered = await desk.run("snapshots", "repair", ids.after.slice(0, 10));
    expect([altered.exit, altered.out.includes("It is not what it was")]).toEqual([1, true]);
    expect((await desk.run("snapshots", "repair", ids.after.slice(0, 10), "shop")).exit).toBe(0);
  });
});

test("the catalogue tells of every feature", async () => {
  const { out, exit } = await desk.run("data", "catalog", "shop");
  expect(exit).toBe(0);
  expect(out).toContain("What features are worth");
  expect(out).toMatch(/visits.*head bought/);
});
