import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);

/** Rows of which the later of two counts, and a stream of visits beside them. */
const SYSTEM = `
import { actIf, binary, contract, csv, gbdt, number, on, stream, text, time, unstated } from ${alidade};
const visits = stream({ contract: contract({ who: number(), at: time() }), source: csv("visits.csv"), entity: "who", time: "at" });
const h = on(contract({ id: number({ unique: true }), who: number(), at: time(), written: time(),
  back: text({ values: ["yes", "no"], known: "after" }) }), { streams: { visits } });
export default h.system({
  name: "shop", source: csv("rows.csv"), entity: "who", time: "at", objective: unstated({ act: "act", otherwise: "skip" }),
  dedupe: { by: ["id"], keep: "last", at: "written" },
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back.equals("yes"), changedByActing: false }) },
  features: h.features((r, from) => ({ visits: from.visits.count({ within: "7d" }) })), rule: (f) => f.visits.atLeast(2),
  heads: { back: binary({ label: "back", learner: gbdt({ rounds: 3 }) }) }, weights: { back: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
});`;

const day = (n: number): string => new Date(Date.UTC(2025, 0, 1 + n)).toISOString();

let desk: Desk;
let id = "";
let stored = "";

beforeAll(async () => {
  desk = await openDesk();
  const row = (i: number, answer: string, written: number): string =>
    `${i},${i % 7},${day(i)},${day(written)},${answer}`;
  const rows = Array.from({ length: 150 }, (_, i) => row(i, i % 3 === 0 ? "yes" : "no", i));
  // Every tenth row was written again later: nothing is unique before it is cleaned.
  const again = Array.from({ length: 15 }, (_, i) => row(10 * i, "no", 10 * i + 1));
  await desk.write("rows.csv", ["id,who,at,written,back", ...rows, ...again, ""].join("\n"));
  const visits = Array.from({ length: 300 }, (_, i) => `${(i * i) % 7},${day(i / 2)}`);
  await desk.write("visits.csv", ["who,at", ...visits, ""].join("\n"));
  await desk.write("system.mts", SYSTEM);
  const trained = await desk.run("train", "system.mts", "--json");
  const { snapshot } = JSON.parse(trained.out);
  expect([snapshot.rows, snapshot.quarantined]).toEqual([150, 0]);
  id = snapshot.id;
  stored = join(desk.folder, ".alidade/blobs");
});
afterAll(() => desk.remove());

const repair = async (...system: readonly string[]): Promise<{ exit: number; whole: boolean; damaged: object[] }> => {
  const { exit, out } = await desk.run("snapshots", "repair", id, ...system, "--json");
  return { exit, ...JSON.parse(out) };
};

describe("a snapshot of cleaned rows and a stream", () => {
  test("is whole as it was taken", async () => {
    expect(await repair()).toMatchObject({ exit: 0, whole: true });
  });

  test("is mended part by part, its events too", async () => {
    const parts = await readdir(join(stored, "parts"));
    for (const part of parts) await writeFile(join(stored, "parts", part), "altered by hand");
    const found = await repair();
    expect(found).toMatchObject({ exit: 1, whole: false });
    expect(found.damaged).toContainEqual(expect.objectContaining({ stream: "visits" }));
    expect(found.damaged).toContainEqual(expect.not.objectContaining({ stream: "visits" }));
    expect(await repair("system.mts")).toMatchObject({ exit: 0, whole: true, left: [] });
  });

  test("is mended where the list of its parts or of its streams is lost", async () => {
    for (const piece of ["about", "streams"]) {
      const file = join(stored, "snapshots", id, piece);
      const before = await readFile(file, "utf8");
      await writeFile(file, `${before} `.replace('"', "'"));
      expect(await repair()).toMatchObject({ exit: 1, whole: false });
      expect(await repair("system.mts")).toMatchObject({ exit: 0, whole: true });
      expect(await readFile(file, "utf8")).toBe(before);
    }
  });
});
