import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import type { Desk, Ran } from "../../src/cli/host/host.conformance.ts";
import { shopCsv } from "../../src/cli/host/host.conformance.ts";

/** A desk with `shop.csv` and the system that `init` proposes for it. */
export async function withShop(desk: Desk): Promise<Desk> {
  await desk.write("shop.csv", shopCsv());
  expect((await desk.run("init", "shop.csv", "--label", "bought", "--entity", "customer_id")).exit).toBe(0);
  return desk;
}

/** Changes the shop's system file by a replacement that must apply. */
export async function editShop(desk: Desk, from: string | RegExp, to: string): Promise<void> {
  const path = join(desk.folder, "shop/system.mts");
  const before = await readFile(path, "utf8");
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await desk.write("shop/system.mts", after);
}

/** The shop's rows with some of them changed; `i` counts from 1. */
export function shopRows(change: (line: string, i: number) => string): string {
  return shopCsv()
    .split("\n")
    .map((line, i) => (i === 0 ? line : change(line, i)))
    .join("\n");
}

/** What a person must be told: a headline, what is wrong, what to do next, and the code; and nothing on standard output. */
export function expectRefusal({ exit, out, err }: Ran, code: string, { words = "" }: { words?: string } = {}): void {
  expect(err).toMatch(/^✕ \S/m);
  expect(err).toContain(`\n  ${code}\n`);
  expect(err).toContain("\n  → ");
  expect(err).toContain(words);
  expect(err).not.toMatch(/defect|undefined|\[object| {4}at /);
  expect({ exit, out }).toEqual({ exit: 3, out: "" });
}

/** Everything that a state holds, by its meaning: records, journal, blobs. Two equal ones say that nothing was lost or changed. */
export function stateContent(folder: string): unknown {
  if (!existsSync(folder)) return "no state";
  return {
    records: rowsOf(join(folder, "records.db"), "SELECT collection, id, version, value FROM records ORDER BY seq"),
    journal: rowsOf(join(folder, "journal", "00000001.db"), "SELECT kind, id, envelope FROM entries ORDER BY seq"),
    blobs: blobsOf(folder),
  };
}

/** Every blob with the hash of its bytes. */
export function blobsOf(folder: string): readonly string[] {
  return filesBelow(join(folder, "blobs"));
}

/** What is registered and served: models and traffic plans. */
export function registered(folder: string): unknown {
  const sql =
    "SELECT collection, id FROM records WHERE collection IN ('models', 'releases') OR collection LIKE 'plan%'";
  return rowsOf(join(folder, "records.db"), `${sql} ORDER BY seq`);
}

function rowsOf(file: string, sql: string): unknown {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "~lock")
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path.slice(folder.length)} ${createHash("sha256").update(readFileSync(path)).digest("hex")}`)
    .sort();
}
