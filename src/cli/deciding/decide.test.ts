import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState, STATE_DIRECTORY } from "../../backends/index.ts";
import { parquet, rowOf } from "../../data/index.ts";
import { deciderOf } from "../../decide/index.ts";
import { seededIds, virtualClock } from "../../kernel/index.ts";
import { sourceReader } from "../../presets.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { registryOf } from "../../registry/index.ts";
import { startServer } from "../../server/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type Desk, openDesk, shopCsv } from "../host/host.conformance.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("shop.csv", shopCsv());
  expect((await desk.run("init", "shop.csv", "--label", "bought", "--entity", "customer_id")).exit).toBe(0);
  const trained = await desk.run("train", "shop", "--json");
  expect([trained.exit, trained.err.slice(0, 200)]).toEqual([expect.any(Number), expect.any(String)]);
});
afterAll(() => desk.remove());

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at, not relied on
const lines = async (name: string): Promise<any[]> =>
  (await readFile(join(desk.folder, name), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** The command, with ids of its own each time, as in life. */
const decide = (...argv: readonly string[]) => desk.runWith({ ids: seededIds(runs++) }, "decide", "shop", ...argv);
let runs = 100;

/** What was decided, without what every decision has of its own. */
const essence = ({ subject, body: { took: _took, ...body } }: DecisionRecord) => ({ subject, ...body });

describe("alidade decide", () => {
  test("answers every row as a decider in this process and a server over HTTP do", async () => {
    const ran = await decide("--in", "shop.csv", "--out", "answers.jsonl", "--json");
    expect([ran.exit, JSON.parse(ran.out)]).toMatchObject([0, { decided: 200, refused: 0 }]);
    const answers = await lines("answers.jsonl");
    expect(answers.map(({ row }) => row)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));

    const state = await openState(join(desk.folder, STATE_DIRECTORY), { create: false });
    const system = (await import(pathToFileURL(join(desk.folder, "shop/system.mts")).href)).default as SystemDefinition;
    const clock = virtualClock(Date.UTC(2026, 0, 1));
    const registry = registryOf({ state, clock, who: "test" });
    const { journal } = state;
    const decider = await deciderOf([system], { registry, journal, clock, ids: seededIds(7), stopwatch: () => 0 });
    const find = async (id: string) => (await journal.find("decision", id)) as DecisionRecord;
    const server = await startServer({ decider, port: 0, findDecision: find });
    try {
      for (const answer of answers.filter((_, i) => i % 20 === 0)) {
        const stored = await find(answer.id);
        const question = { entity: answer.entity, given: stored.body.given };
        expect(essence(await decider.decide(system, question))).toEqual(essence(stored));
        const response = await fetch(`${server.url}/v1/decide`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(question),
        });
        const { id, at: _at, ...over } = (await response.json()) as DecisionRecord & Record<string, unknown>;
        expect(essence(await find(id))).toEqual(essence(stored));
        const { row: _row, entity: _entity, id: _id, at: _then, heads: _heads, ...said } = answer;
        expect(over).toMatchObject(said);
      }
    } finally {
      await server.close();
      await state.close();
    }
  });

  test("says of a row why it cannot be decided about, and goes on", async () => {
    await desk.write("odd.csv", "customer_id,visits,channel\n1,many,web\n2,3,web\n,4,phone\n");
    const ran = await decide("--in", "odd.csv", "--out", "odd.csv.out.jsonl");
    expect([ran.exit, ran.err]).toEqual([1, ""]);
    const answers = await lines("odd.csv.out.jsonl");
    expect(answers).toMatchObject([
      { row: 1, code: "data.given-wrong-type", problem: expect.stringContaining("visits") },
      { row: 2, id: expect.stringMatching(/^dec_/) },
      { row: 3, entity: 3 },
    ]);
  });

  test("writes CSV and Parquet, and nothing where the rows cannot be read", async () => {
    await desk.write("two.csv", "customer_id,visits,channel\n1,9,web\n2,0,web\n");
    const two = await decide("--in", "two.csv", "--out", "two-answers.csv");
    expect([two.exit, two.err]).toEqual([0, ""]);
    const text = await readFile(join(desk.folder, "two-answers.csv"), "utf8");
    expect(text.split("\n")[0]).toBe("row,entity,id,answer,score,arm,release,reasons,problem");
    expect(text.trimEnd().split("\n")).toHaveLength(3);
    const written = await decide("--in", "two.csv", "--out", "two-answers.parquet");
    expect([written.exit, written.err]).toEqual([0, ""]);
    // What it wrote it reads: the answers of the Parquet file are those of the CSV file, but for their ids.
    const table = await sourceReader({ from: desk.folder, cache: desk.folder }).read(parquet("two-answers.parquet"));
    const [names, first] = text.split("\n").map((line) => line.split(","));
    expect([table.rows, table.columns.map(({ name }) => name)]).toEqual([2, names]);
    const { id, ...cells } = rowOf(table, 0);
    expect(id).toMatch(/^dec_/);
    expect(Object.values(cells).map((cell) => String(cell ?? ""))).toEqual(first!.filter((_, i) => i !== 2));
    const none = await decide("--in", "nowhere.csv", "--out", "none.jsonl");
    expect(none.exit).toBe(3);
    await expect(readFile(join(desk.folder, "none.jsonl"))).rejects.toThrow();
  });
});
