import { expect, test } from "vitest";
import { hashBytes } from "../kernel/index.ts";
import type { Blobs } from "../store/index.ts";
import { contract } from "./contract/contract.ts";
import { number, text } from "./contract/declare.ts";
import { enforce } from "./contract/enforce.ts";
import { snapshotOf } from "./snapshot.ts";
import { getSnapshot, putSnapshot } from "./snapshot-store.ts";
import { columnOf } from "./table.ts";

/** Blobs in memory. */
function memory(): Blobs & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    get: async (key) => kept.get(key)?.slice(),
    put: async (key, bytes) => void kept.set(key, bytes.slice()),
    putIfMatch: async (key, bytes, expected) => {
      const there = kept.get(key);
      const matches = (there === undefined ? null : hashBytes(there)) === expected;
      if (matches) kept.set(key, bytes.slice());
      return matches;
    },
    list: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)).sort(),
    delete: async (key) => void kept.delete(key),
  };
}

const c = contract({ a: number(), b: text({ values: ["y", "x"] }) }, { quarantine: { maxShare: 1 } });
const columns = [columnOf("a", "text", ["1", "bad", "2.5"]), columnOf("b", "text", ["x", "y", "x"])];
const taken = snapshotOf(enforce({ rows: 3, columns }, c), c);

test("a snapshot is found again as it was, and kept once", async () => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  await putSnapshot(blobs, taken);
  expect(blobs.kept.size).toBe(2);
  expect(await getSnapshot(blobs, taken.id)).toEqual(taken);
  expect(taken).toMatchObject({ rows: 2, quarantined: 1 });
  expect(await getSnapshot(blobs, "other")).toBeUndefined();
});

test("a snapshot whose bytes were changed or lost is refused", async () => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  const key = `snapshots/${taken.id}/table`;
  const bytes = blobs.kept.get(key)!;
  blobs.kept.set(
    key,
    bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)),
  );
  await expect(getSnapshot(blobs, taken.id)).rejects.toThrow("its content does not hash to its id");
  blobs.kept.delete(key);
  await expect(getSnapshot(blobs, taken.id)).rejects.toMatchObject({ code: "data.snapshot-damaged" });
});

test.each(["table", "about"])("a snapshot whose %s was damaged is mended when it is taken again", async (part) => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  blobs.kept.set(`snapshots/${taken.id}/${part}`, new Uint8Array([123]));
  await expect(getSnapshot(blobs, taken.id)).rejects.toMatchObject({ code: "data.snapshot-damaged" });
  await putSnapshot(blobs, taken);
  expect(await getSnapshot(blobs, taken.id)).toEqual(taken);
});
