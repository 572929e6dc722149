import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.remove());

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);

const system = JSON.stringify(new URL("../../system/index.ts", import.meta.url).href);

const systemFile = (source: string) => `
import { actIf, binary, contract, csv, env, gbdt, http, number, on, postgres, tail, text, unstated } from ${alidade};
const h = on(contract({ id: number({ unique: true }), visits: number(), back: text({ values: ["yes", "no"], known: "after" }) }));
export default h.system({
  name: "shop", source: ${source}, objective: unstated({ act: "act", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back.equals("yes"), changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })), rule: (f) => f.visits.atLeast(2),
  heads: { back: binary({ label: "back", learner: gbdt() }) }, weights: { back: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
});`;

const rows = (from: number, to: number) =>
  Array.from(
    { length: to - from },
    (_, i) => `${from + i},${(from + i) % 5},${(from + i) % 3 === 0 ? "yes" : "no"}\n`,
  ).join("");

describe("alidade data pull", () => {
  test("keeps what is new, says how much, and training learns from what is kept", async () => {
    await desk.write("system.mts", systemFile('csv("days/")'));
    await mkdir(join(desk.folder, "days"));
    await writeFile(join(desk.folder, "days/1.csv"), `id,visits,back\n${rows(0, 120)}`);
    const first = JSON.parse((await desk.run("data", "pull", "system.mts", "--json")).out);
    expect(first).toMatchObject({
      system: "shop",
      sources: [{ name: "rows", source: "csv days/", rows: 120, kept: 120 }],
    });
    await writeFile(join(desk.folder, "days/2.csv"), `id,visits,back\n${rows(120, 150)}`);
    const second = await desk.run("data", "pull", "system.mts");
    expect([second.exit, second.out]).toEqual([0, expect.stringContaining("30 new rows; 150 are kept.")]);
    expect((await desk.run("data", "pull", "system.mts")).out).toContain("Nothing new; 150 are kept.");
    await writeFile(join(desk.folder, "days/3.csv"), `id,visits,back\n${rows(150, 190)}`);
    const trained = await desk.run("train", "system.mts", "--json");
    expect(JSON.parse(trained.out).snapshot.rows).toBe(150);
    expect(trained.err).toContain("150 rows; rows kept from csv days/, complete as of 2026-01-01 00:00:00 UTC");
  }, 60_000);

  test("pulls the streams of a system beside its rows, and leaves alone what is read whole", async () => {
    const streams = `, { streams: { visits: stream({ contract: contract({ who: number(), at: time() }),
      source: tail("visits.jsonl"), entity: "who", time: "at" }) } })`;
    const text = systemFile('csv("all.csv")').replace(
      'known: "after" }) }));',
      `known: "after" }), at: time() })${streams};`,
    );
    await desk.write(
      "system.mts",
      `import { stream } from ${system};` +
        text
          .replace("number, on,", "number, on, time,")
          .replace('name: "shop",', 'name: "shop", entity: "id", time: "at",'),
    );
    await desk.write("visits.jsonl", '{"who":1,"at":"2026-01-01"}\n{"who":2,"at":"2026-01-02"}\n');
    const { exit, out, err } = await desk.run("data", "pull", "system.mts", "--json");
    expect([exit, err]).toEqual([0, expect.stringContaining("2 new rows")]);
    expect(JSON.parse(out).sources).toMatchObject([
      { name: "visits", source: "tail visits.jsonl", rows: 2, quarantined: 0 },
    ]);
  });

  test("says why there is nothing to pull from a source that is read whole", async () => {
    await desk.write("system.mts", systemFile('csv("all.csv")'));
    const { exit, err } = await desk.run("data", "pull", "system.mts");
    expect([exit, err]).toEqual([3, expect.stringContaining("Name a folder (`events/`)")]);
  });

  test("names a variable that is not set, and shows its value to nobody", async () => {
    const source = 'postgres("t", { connection: env("SHOP_DB"), cursor: "at", key: "id" })';
    await desk.write("system.mts", systemFile(source));
    expect((await desk.run("data", "pull", "system.mts")).err).toContain("`SHOP_DB`, which is not set");
    const env = { SHOP_DB: "postgresql://me:hunter2@127.0.0.1:1/shop" };
    const { exit, out, err } = await desk.runWith({ env }, "data", "pull", "system.mts", "--verbose");
    expect([exit, `${out}${err}`.includes("hunter2")]).toEqual([3, false]);
    expect(err).toContain("PostgreSQL did not answer");
  });

  test("goes on where a file that grows was read to, and stops where it was cut short", async () => {
    await desk.write("system.mts", systemFile('tail("log.csv")'));
    const file = await desk.write("log.csv", `id,visits,back\n${rows(0, 10)}10,`);
    const pulled = async () => JSON.parse((await desk.run("data", "pull", "system.mts", "--json")).out).sources[0];
    expect((await pulled()).rows).toBe(10);
    await appendFile(file, `0,no\n${rows(11, 20)}`);
    expect(await pulled()).toMatchObject({ rows: 10, kept: 20 });
    await writeFile(file, `id,visits,back\n${rows(0, 2)}`);
    const { exit, err } = await desk.run("data", "pull", "system.mts");
    expect([exit, err]).toEqual([3, expect.stringContaining("cut short or replaced")]);
  });
});
