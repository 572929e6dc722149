import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { threadCompute } from "./thread-compute.ts";

let folder = "";
let spin: { readonly module: string; readonly run: (milliseconds: number) => number };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-threads-"));
  const file = join(folder, "spin.mjs");
  await writeFile(
    file,
    "export const run = (ms) => { const end = Date.now() + ms; while (Date.now() < end); return ms; };",
  );
  spin = { module: pathToFileURL(file).href, run: (milliseconds) => milliseconds };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("results come in the order of the inputs", async () => {
  expect(await threadCompute(2).map(spin, [30, 1, 20, 2])).toEqual([30, 1, 20, 2]);
});

test("an error of ours keeps its code, its hint and its facts; any other is failed work", async () => {
  const file = join(folder, "fail.mjs");
  const kernel = pathToFileURL(join(import.meta.dirname, "../kernel/index.ts")).href;
  await writeFile(
    file,
    `import { defineError } from ${JSON.stringify(kernel)};
    const odd = defineError("test.odd", { headline: "Odd", message: ({ n }) => n + " is odd.", hint: () => "Double it." });
    export const run = (n) => { if (n > 5) throw new RangeError("too large"); if (n % 2 === 1) throw odd({ n }); return n; };`,
  );
  const work = { module: pathToFileURL(file).href, run: (n: number) => n };
  await expect(threadCompute(1).map(work, [2, 3])).rejects.toMatchObject({
    code: "test.odd",
    message: "3 is odd.",
    hint: "Double it.",
    data: { n: 3 },
  });
  await expect(threadCompute(1).map(work, [6])).rejects.toMatchObject({
    code: "compute.failed",
    message: "A part of the work failed: too large.",
  });
});

test("an abort ends threads in the middle of their work, with its reason", async () => {
  const stop = new AbortController();
  const started = performance.now();
  const work = threadCompute(2, stop.signal).map(spin, [20_000, 20_000]);
  setTimeout(() => stop.abort(new RangeError("enough")), 100);
  await expect(work).rejects.toThrow("enough");
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("each result is told as soon as it is there, with its number", async () => {
  const told: (readonly [finished: number, index: number, output: number])[] = [];
  await threadCompute(2).map(spin, [30, 1, 2], (...each) => told.push(each));
  expect(told.map(([finished]) => finished)).toEqual([1, 2, 3]);
  expect(told.map(([, index, output]) => [index, output]).sort()).toEqual([
    [0, 30],
    [1, 1],
    [2, 2],
  ]);
});

test("threads are used again, and one that failed is not", async () => {
  const file = join(folder, "count.mjs");
  await writeFile(file, "let n = 0; export const run = (x) => { n++; if (x < 0) throw new Error('no'); return n; };");
  const work = { module: pathToFileURL(file).href, run: (x: number) => x };
  const compute = threadCompute(1);
  expect(await compute.map(work, [1, 1])).toEqual([1, 2]);
  expect(await compute.map(work, [1])).toEqual([3]);
  await expect(compute.map(work, [-1, 1])).rejects.toMatchObject({ code: "compute.failed" });
  expect(await compute.map(work, [1])).toEqual([1]);
});

test("a kernel that was announced is loaded before it is asked for, and two kernels share a thread", async () => {
  const file = join(folder, "when.mjs");
  const loaded = join(folder, "loaded");
  const mark = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(loaded)}, "");`;
  await writeFile(file, `${mark} export const run = () => "ran";`);
  const when = { module: pathToFileURL(file).href, run: (_: number) => "ran" };
  const absent = { module: pathToFileURL(join(folder, "absent.mjs")).href };
  const compute = threadCompute(1);
  compute.prepare?.([absent, when, spin], 5);
  await compute.map(spin, [1]);
  await expect.poll(() => existsSync(loaded), { timeout: 20_000 }).toBe(true);
  expect(await compute.map(when, [0])).toEqual(["ran"]);
  await expect(compute.map({ ...absent, run: () => 0 }, [0])).rejects.toMatchObject({ code: "compute.failed" });
});

test("inputs that are too few for the threads share them out", async () => {
  const file = join(folder, "team.mjs");
  await writeFile(file, "export const run = (_, { team }) => team?.threads ?? 1;");
  const work = { module: pathToFileURL(file).href, run: () => 0 };
  expect(await threadCompute(2).map(work, [0])).toEqual([2]);
  expect(await threadCompute(2).map(work, [0, 0, 0])).toEqual([1, 1, 2]);
  expect(await threadCompute(4).map(work, [0, 0, 0, 0, 0, 0])).toEqual([1, 1, 1, 1, 2, 2]);
  expect(await threadCompute(2).map(work, [0, 0])).toEqual([1, 1]);
});

test("after an abort nothing starts", async () => {
  await expect(threadCompute(2, AbortSignal.abort(new RangeError("enough"))).map(spin, [1])).rejects.toThrow("enough");
});
