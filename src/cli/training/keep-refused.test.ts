import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";

const alidade = JSON.stringify(new URL("../../index.ts", import.meta.url).href);
const system = (source: string, visits = `csv("visits.csv")`): string => `
import { actIf, binary, contract, csv, gbdt, jsonl, number, on, stream, text, time, unstated } from ${alidade};
const visits = stream({ contract: contract({ who: number({ max: 9 }), at: time() }), source: ${visits}, entity: "who", time: "at" });
const h = on(contract({ who: number({ max: 9 }), at: time(), note: text(),
  back: text({ values: ["yes", "no"], known: "after" }) }), { streams: { visits } });
export default h.system({
  name: "shop", source: ${source}, entity: "who", time: "at", objective: unstated({ act: "act", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "30d", history: (r) => r.back.equals("yes"), changedByActing: false }) },
  features: h.features((r, from) => ({ visits: from.visits.count({ within: "7d" }) })), rule: (f) => f.visits.atLeast(2),
  heads: { back: binary({ label: "back", learner: gbdt({ rounds: 3 }) }) }, weights: { back: { start: 1, min: 0, max: 1 } },
  policy: actIf({ threshold: "from-payoff" }),
});`;

let desk: Desk;
afterEach(() => desk.remove());

const at = new Date(Date.UTC(2025, 0, 1)).toISOString();
const rows = (bad: number) =>
  Array.from({ length: 60 }, (_, i) => ({ who: i < bad ? 99 : i % 7, at, note: "=1+1", back: i % 2 ? "yes" : "no" }));

async function trained(file: string, parts: Readonly<Record<string, string>>) {
  desk = await openDesk();
  for (const [name, text] of Object.entries(parts)) await desk.write(name, text);
  await desk.write("system.mts", file);
  return JSON.parse((await desk.run("train", "system.mts", "--json")).out).error as { code: string; message: string };
}

const asCsv = (bad: number): string =>
  ["who,at,note,back", ...rows(bad).map(({ who, note, back }) => `${who},${at},${note},${back}`), ""].join("\n");
const asLines = (bad: number): string =>
  rows(bad)
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");
const visits = (bad: number): string => ["who,at", ...rows(bad).map(({ who }) => `${who},${at}`), ""].join("\n");

test.each([
  ["CSV", `csv("rows.csv")`, { "rows.csv": asCsv(40) }],
  ["JSON Lines", `jsonl("rows.jsonl")`, { "rows.jsonl": asLines(40) }],
])(
  "rows of %s that a contract refuses as a whole are written down, with no formula among them",
  async (_, source, file) => {
    const error = await trained(system(source), { ...file, "visits.csv": visits(0) });
    expect(error.code).toBe("data.quarantine-exceeded");
    expect(error.message).toContain(join(".alidade", "quarantine", "shop.csv"));
    const lines = (await readFile(join(desk.folder, ".alidade", "quarantine", "shop.csv"), "utf8")).trim().split("\n");
    expect(lines).toHaveLength(41);
    expect(lines[1]).toMatch(/^\d+,who: range,99,.*'=1\+1/);
  },
);

test("events of a file that a contract refuses as a whole are written down under the name of their stream", async () => {
  const error = await trained(system(`csv("rows.csv")`), { "rows.csv": asCsv(0), "visits.csv": visits(40) });
  expect(error.code).toBe("data.quarantine-exceeded");
  expect(error.message).toContain(join(".alidade", "quarantine", "shop.visits.csv"));
  const text = await readFile(join(desk.folder, ".alidade", "quarantine", "shop.visits.csv"), "utf8");
  expect(text.trim().split("\n")).toHaveLength(41);
});
