import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { emptyDirectory } from "../places.conformance.ts";
import { sqliteJournal } from "../sqlite-journal.ts";
import { compact } from "./compact.ts";

const ROUNDS = 50;
const MOST = 1_000_000;

/**
 * Appends and takes without end, six calls at a time, and says what was acknowledged. Every few commits begin a file, and
 * closed files are compacted meanwhile.
 */
const child = `
  const { sqliteJournal } = await import(${JSON.stringify(new URL("../sqlite-journal.ts", import.meta.url).href)});
  const { writeSync } = await import("node:fs");
  const [folder, me] = process.argv.slice(1);
  const journal = await sqliteJournal(folder, { segmentBytes: 120_000, keep: 1, threadAfter: 200 });
  const lane = async (name) => {
    for (let i = 0; ; i++) {
      const ids = Array.from({ length: 5 }, (_, part) => me + "-" + name + "-" + i + "-" + part);
      await journal.append(ids.map((id) => ({ v: 1, kind: "decision", id, at: 0, body: { twice: id, text: id.repeat(50) } })));
      writeSync(1, ids.join("\\n") + "\\n");
      const { taken } = await journal.counters.take("calls", { windowMs: 1e9, most: ${MOST}, at: 1 });
      writeSync(1, "*".repeat(taken) + "\\n");
    }
  };
  for (let name = 0; name < 6; name++) lane(name);
`;

/** What a child acknowledged before it was killed with all that it had started, \`after\` milliseconds from its first word. */
function beforeKill(folder: string, me: string, after: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", child, folder, me];
    const running = spawn(process.execPath, args, { detached: true });
    let out = "";
    let errors = "";
    running.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    running.stdout.on("data", (chunk) => {
      if (out === "") setTimeout(() => process.kill(-(running.pid as number), "SIGKILL"), after);
      out += chunk;
    });
    running.on("close", (_code, signal) => {
      if (signal === "SIGKILL") resolve(out.split("\n").slice(0, -1));
      else reject(new Error(`the child ended by itself: ${errors}`));
    });
  });
}

/** Entries that were written by a form, in the files that are left. */
async function packedIn(folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => /^\d+\.db$/.test(name));
  return names.reduce((sum, name) => {
    const database = new DatabaseSync(join(folder, name));
    const count = database.prepare("SELECT count(*) AS n FROM entries WHERE envelope LIKE '[%'").get()?.n;
    database.close();
    return sum + Number(count);
  }, 0);
}

test("writers killed at fifty points lose nothing, double nothing and overspend nothing, across rotation and compaction", async () => {
  const { path, remove } = await emptyDirectory();
  const random = rng({ seed: 17, purpose: "kill" });
  const acknowledged: string[] = [];
  let taken = 0;
  let compacted = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const moments = [400 * random.uniform(), 400 * random.uniform()];
    const said = await Promise.all(moments.map((after, i) => beforeKill(path("journal"), `${round}-${i}`, after)));
    for (const line of said.flat()) {
      if (line.startsWith("*")) taken += line.length;
      else acknowledged.push(line);
    }
    // Now and then a compaction is let through to its end.
    if (round % 10 === 9) await compact(path("journal"), { keep: 1 });
    compacted = (await readdir(path("journal/parts")).catch(() => [])).length;
  }
  expect(await packedIn(path("journal"))).toBeGreaterThan(0);
  const journal = await sqliteJournal(path("journal"), { keep: null });
  const found: string[] = [];
  for (let from: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof journal.read>> = await journal.read(from, 1_000);
    found.push(...page.entries.map(({ id }) => id));
    if (page.entries.length === 0) break;
    from = page.next;
  }
  const all = new Set(found);
  expect(found.length).toBe(all.size);
  expect(acknowledged.filter((id) => !all.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS * 10);
  expect(compacted).toBeGreaterThan(5);
  const some = acknowledged.filter((_, i) => i % 50 === 0);
  const again = some.map((id) => ({ v: 1 as const, kind: "decision", id, at: 0, body: 1 }));
  expect(await journal.append(again)).toEqual(again.map(() => "known"));
  const { left } = await journal.counters.take("calls", { windowMs: 1e9, most: MOST, n: 0, at: 1 });
  expect(taken).toBeGreaterThan(ROUNDS);
  expect(MOST - left).toBeGreaterThanOrEqual(taken);
  await journal.close();
  await remove();
}, 600_000);
