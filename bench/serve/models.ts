/**
 * `node --expose-gc bench/serve/models.ts`: what models that are served take in memory, opened and idle, and how long one
 * takes to open. The forests have 100 trees of 31 leaves; the partitioned model has 10,000 keys with a small forest each.
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

const MODELS = 1_000;
const KEYS = 10_000;
const collect = (globalThis as { gc?: () => void }).gc;
if (collect === undefined) throw new Error("run it with --expose-gc");

/** MiB in use after everything that can go has gone. */
function used(): number {
  for (let i = 0; i < 4; i++) collect?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + Math.max(external, arrayBuffers)) / 2 ** 20;
}

function forest(trees: number, leaves: number): Model {
  const draws = rng({ seed: 1, purpose: "bench" });
  const rows = Array.from({ length: 3_000 }, () => {
    const [a, b, c] = [draws.uniform(), draws.normal(), draws.integer(8)];
    return { a, b, c, city: `city ${c}`, y: Math.sin(a * 9) + b * c + draws.normal() };
  });
  return fitRows(gbdt({ rounds: trees, numLeaves: leaves }), rows, { label: "y" });
}

const shown = (value: number): string => value.toFixed(2).padStart(10);
const line = (what: string, value: number, unit: string): void =>
  console.log(`${what.padEnd(64)}${shown(value)} ${unit}`);

const one = forest(100, 31);
const file = encodeModel(one);
const mib = (MODELS * file.byteLength) / 2 ** 20;
line("a forest of 100 trees, its file", file.byteLength / 1024, "KiB");

const before = used();
const shared = Array.from({ length: MODELS }, () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(file.byteLength));
  bytes.set(file);
  return bytes;
});
const shelf = modelShelf(64 * 2 ** 20);
const slots = shared.map((bytes, i) => shelf.slot(`m${i}`, bytes.byteLength, () => decodeModel(bytes)));
const idle = used() - before;
line(`${MODELS} models idle, of their files' size`, idle / mib, "×");
const start = performance.now();
for (const slot of slots) scoreRow(slot.model(), { a: 0.5, b: 1, c: 3, city: "city 3" });
line("opening one and asking it", (performance.now() - start) / MODELS, "ms");
const { opened, openedBytes, retirings } = shelf.facts();
line(`of them opened under 64 MiB (${retirings} retired)`, opened, "");
line(
  "what an opened one takes beside its file, of its file's size",
  (used() - before - idle) / ((opened * file.byteLength) / 2 ** 20),
  "×",
);
line("as it is reckoned", openedBytes / (opened * file.byteLength), "×");
for (const slot of slots) slot.leave();

const small = forest(20, 8);
const text = encodeText(small);
const parts = Array.from({ length: KEYS }, (_, i) => lazyPart([`k${String(i).padStart(5, "0")}`], text, decodeText));
const signature = {
  ...small.signature,
  features: [...small.signature.features, { name: "key", kind: "text" as const }],
};
const whole = encodeModel({ ...small, signature, format: "partitioned", body: { by: ["key"], parent: small, parts } });
line(`a partitioned model of ${KEYS} keys, its file`, whole.byteLength / 2 ** 20, "MiB");
const bare = used();
const kept = new Uint8Array(new SharedArrayBuffer(whole.byteLength));
kept.set(whole);
const opening = performance.now();
const model = decodeModel(kept);
scoreRow(model, { a: 0.5, key: "nobody" });
line("opening it", performance.now() - opening, "ms");
line("idle, its bytes and its parts as text, of its file's size", (used() - bare) / (whole.byteLength / 2 ** 20), "×");
const asking = performance.now();
for (let i = 0; i < KEYS; i++) scoreRow(model, { a: 0.5, b: 1, c: 3, key: `k${String(i).padStart(5, "0")}` });
line("asking each key once", (performance.now() - asking) / KEYS, "ms");
line("after every key was asked, of its file's size", (used() - bare) / (whole.byteLength / 2 ** 20), "×");
