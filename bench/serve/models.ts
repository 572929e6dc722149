/**
 * `npm run bench:serve -- models`: what models that are served take in memory, opened and idle, and how long one takes to open.
 * The forests have 100 trees of 31 leaves; the partitioned model has 10,000 keys with a small forest each. Needs `--expose-gc`.
 */
import { modelShelf } from "../../src/decide/index.ts";
import { rng } from "../../src/kernel/index.ts";
import { fitRows } from "../../src/learn/index.ts";
import {
  decodeModel,
  decodeText,
  encodeModel,
  encodeText,
  lazyPart,
  type Model,
  scoreRow,
} from "../../src/model/index.ts";
import { gbdt } from "../../src/system/index.ts";
import type { Line } from "../frame/benchmark.ts";
import { runPart } from "./part.ts";

const MODELS = 1_000;
const KEYS = 10_000;
const MIB = 2 ** 20;
const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error("run it with --expose-gc");

/** MiB in use after everything that can go has gone. */
function used(): number {
  for (let i = 0; i < 4; i++) collect?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / MIB;
}

function forest(trees: number, leaves: number): Model {
  const draws = rng({ seed: 1, purpose: "bench" });
  const rows = Array.from({ length: 3_000 }, () => {
    const [a, b, c] = [draws.uniform(), draws.normal(), draws.integer(8)];
    return { a, b, c, city: `city ${c}`, y: Math.sin(a * 9) + b * c + draws.normal() };
  });
  return fitRows(gbdt({ rounds: trees, numLeaves: leaves }), rows, { label: "y" });
}

const lines: Line[] = [];
const line = (what: string, value: number, unit: Line["unit"]): void => void lines.push({ what, value, unit });
/** What may be at most three times the size of the files. */
const bounded = (what: string, value: number): void => void lines.push({ what, value, unit: "", target: { below: 3 } });

function sharedCopy(file: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(file.byteLength));
  bytes.set(file);
  return bytes;
}

/** Many models of which few are opened at a time. */
function measureMany(): void {
  const file = encodeModel(forest(100, 31));
  const mib = (MODELS * file.byteLength) / MIB;
  line("a forest of 100 trees, its file", file.byteLength / 1e6, "MB");
  const before = used();
  const shared = Array.from({ length: MODELS }, () => sharedCopy(file));
  const shelf = modelShelf(64 * MIB);
  const slots = shared.map((bytes, i) => shelf.slot(`m${i}`, bytes.byteLength, () => decodeModel(bytes)));
  const idle = used() - before;
  bounded(`${MODELS} models idle, of their files' size`, idle / mib);
  const start = performance.now();
  for (const slot of slots) scoreRow(slot.model(), { a: 0.5, b: 1, c: 3, city: "city 3" });
  line("opening one and asking it", (performance.now() - start) / MODELS, "ms");
  const { opened, openedBytes, retirings } = shelf.facts();
  const openFiles = opened * file.byteLength;
  line(`of them opened under 64 MiB (${retirings} retired)`, opened, "");
  line(
    "what an opened one takes beside its file, of its file's size",
    (used() - before - idle) / (openFiles / MIB),
    "",
  );
  line("as it is reckoned", openedBytes / openFiles, "");
  for (const slot of slots) slot.leave();
}

/** One model of many parts. */
function measurePartitioned(): void {
  const small = forest(20, 8);
  const text = encodeText(small);
  const key = (i: number): string => `k${String(i).padStart(5, "0")}`;
  const parts = Array.from({ length: KEYS }, (_, i) => lazyPart([key(i)], text, decodeText));
  const features = [...small.signature.features, { name: "key", kind: "text" as const }];
  const body = { by: ["key"], parent: small, parts };
  const whole = encodeModel({ ...small, signature: { ...small.signature, features }, format: "partitioned", body });
  const mib = whole.byteLength / MIB;
  line(`a partitioned model of ${KEYS} keys, its file`, whole.byteLength / 1e6, "MB");
  const bare = used();
  const bytes = sharedCopy(whole);
  const opening = performance.now();
  const model = decodeModel(bytes);
  scoreRow(model, { a: 0.5, key: "nobody" });
  line("opening it", performance.now() - opening, "ms");
  bounded("idle, its bytes and its parts as text, of its file's size", (used() - bare) / mib);
  const asking = performance.now();
  for (let i = 0; i < KEYS; i++) scoreRow(model, { a: 0.5, b: 1, c: 3, key: key(i) });
  line("asking each key once", (performance.now() - asking) / KEYS, "ms");
  line("after every key was asked, of its file's size", (used() - bare) / mib, "");
}

const about = "memory of models that are served, opened and idle";
await runPart({ name: "models", about }, async () => {
  measureMany();
  measurePartitioned();
  return { lines, notes: ["A model that is idle is its file's bytes; how many are opened at a time is bounded."] };
});
