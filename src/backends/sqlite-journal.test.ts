import { spawn } from "node:child_process";
import { describe, expect, test } from "vitest";
import { rng } from "../kernel/index.ts";
import { countersConformance } from "../store/counters.conformance.ts";
import { journalConformance } from "../store/journal.conformance.ts";
import { emptyDirectory } from "./places.conformance.ts";
import { sqliteJournal } from "./sqlite-journal.ts";

journalConformance("SQLite", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: () => sqliteJournal(path("journal")), remove };
});

journalConformance("SQLite that begins a file with every commit", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: () => sqliteJournal(path("journal"), { segmentBytes: 1, keep: null }), remove };
});

journalConformance("SQLite written by a thread", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: () => sqliteJournal(path("journal"), { threadAfter: 0 }), remove };
});

journalConformance("SQLite that moves to a thread", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: () => sqliteJournal(path("journal"), { threadAfter: 3 }), remove };
});

countersConformance(
  "SQLite",
  async () => {
    const { path, remove } = await emptyDirectory();
    return { open: async () => (await sqliteJournal(path("journal"))).counters, remove };
  },
  { shares: true },
);

/** Appends without end, eight calls at a time, and prints each id once it is acknowledged. */
const appender = `
  const { sqliteJournal } = await import(${JSON.stringify(new URL("./sqlite-journal.ts", import.meta.url).href)});
  const { writeSync } = await import("node:fs");
  const journal = await sqliteJournal(process.argv[1]);
  const line = async (lane) => {
    for (let i = 0; ; i++) {
      const id = lane + "-" + i;
      await journal.append([{ v: 1, kind: "decision", id, at: 0, body: "x".repeat(500) }]);
      writeSync(1, id + "\\n");
    }
  };
  for (let lane = 0; lane < 8; lane++) line(lane);
`;

/** Every id that the child acknowledged before it was killed, `after` milliseconds from its first word. */
function acknowledgedBeforeKill(path: string, after: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", appender, path]);
    let out = "";
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.stdout.on("data", (chunk) => {
      if (out === "") setTimeout(() => child.kill("SIGKILL"), after);
      out += chunk;
    });
    child.on("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(out.split("\n").slice(0, -1));
      else reject(new Error(`the child ended by itself: ${errors}`));
    });
  });
}

describe("a killed process", () => {
  test.each([0, 1, 2])("loses nothing that it had acknowledged (%i)", async (round) => {
    const { path, remove } = await emptyDirectory();
    const after = 300 * rng({ seed: round, unit: 0, purpose: "kill" }).at(0);
    const acknowledged = await acknowledgedBeforeKill(path("journal"), after);
    const journal = await sqliteJournal(path("journal"));
    const found = new Set((await journal.read(null, 1_000_000)).entries.map(({ id }) => id));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    await journal.close();
    await remove();
  });
});
