import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { contract, flag, number, numbers, pull, readKept, tail, text } from "../../src/data/index.ts";
import { rng, wallClock } from "../../src/kernel/index.ts";
import { openState, sourceReader } from "../../src/presets.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

const src = new URL("../../src/", import.meta.url).href;
const file = join(folder, "events.jsonl");
const state = join(folder, "state");
const source = tail(file);
const terms = contract({ i: number({ integer: true }), name: text(), even: flag() });

/** Pulls without end, in parts so small that most of its time goes into writing them, and says when it begins. */
const puller = `
  const { flushCompileCache } = await import("node:module");
  const { writeSync } = await import("node:fs");
  const { pull, contract, number, text, flag, tail } = await import(${JSON.stringify(`${src}data/index.ts`)});
  const { openState, sourceReader } = await import(${JSON.stringify(`${src}presets.ts`)});
  const { wallClock } = await import(${JSON.stringify(`${src}kernel/index.ts`)});
  flushCompileCache();
  const [state, file] = process.argv.slice(1);
  const { records, blobs } = await openState(state, { create: true });
  const reader = sourceReader({ from: "/", cache: "/nowhere" });
  const terms = contract({ i: number({ integer: true }), name: text(), even: flag() });
  const request = { system: "kill", source: tail(file), contract: terms };
  const small = { ...reader, batches: async function* (ref, from) { for await (const batch of reader.batches(ref, from)) { writeSync(1, "."); yield batch; } } };
  for (;;) await pull(request, { reader: small, records, blobs, clock: wallClock, partRows: 5 });
`;
/** Fifty processes load the same files: they are compiled once. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "compiled") };

let written = 0;

/** Writes some rows, the last of them only in half, as a process that is writing leaves it. */
function append(rows: number): void {
  const lines = Array.from({ length: rows }, () => {
    const i = written++;
    return `${JSON.stringify({ i, name: `row ${i % 97}`, even: i % 2 === 0 })}\n`;
  }).join("");
  const half = lines.length - 9;
  appendFileSync(file, lines.slice(0, half));
  appendFileSync(file, lines.slice(half));
}

/** Lets a pull run while rows come in, and kills it so many milliseconds after its first batch. */
async function runUntilKilled(after: number): Promise<void> {
  append(7);
  const child = spawn(process.execPath, ["--input-type=module", "-e", puller, state, file], { env });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  let feeding: NodeJS.Timeout | undefined;
  child.stdout.once("data", () => {
    feeding = setInterval(() => append(7), 3);
    setTimeout(() => child.kill("SIGKILL"), after);
  });
  const signal = await new Promise((resolve) => void child.once("close", (_code, by) => resolve(by)));
  clearInterval(feeding);
  if (signal !== "SIGKILL") throw new Error(`the child ended by itself: ${errors}`);
}

test("a pull that is killed at fifty points neither loses a row nor doubles one", async () => {
  writeFileSync(file, "");
  const random = rng({ seed: 4, purpose: "kill" });
  for (let round = 0; round < 50; round++) {
    await runUntilKilled(100 * random.uniform());
    const { records, blobs, close } = await openState(state, { create: false });
    const raw = await readKept(source, { system: "kill", contract: terms, records, blobs });
    const found = raw === undefined ? new Float64Array(0) : numbers(raw, "i");
    // After every kill, what is kept is the beginning of what was written: no gap, nothing twice.
    expect(found.findIndex((value, at) => value !== at)).toBe(-1);
    await close();
  }
  const { records, blobs, close } = await openState(state, { create: false });
  const reader = sourceReader({ from: "/", cache: "/nowhere" });
  const { intake } = await pull(
    { system: "kill", source, contract: terms },
    { reader, records, blobs, clock: wallClock },
  );
  const all = numbers((await readKept(source, { system: "kill", contract: terms, records, blobs }))!, "i");
  expect([all.length, all.findIndex((value, at) => value !== at)]).toEqual([written, -1]);
  expect(intake.parts.length).toBeGreaterThan(10);
  await close();
}, 600_000);
