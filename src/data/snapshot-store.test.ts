import { expect, test } from "vitest";
import { contract } from "./contract/contract.ts";
import { number, text } from "./contract/declare.ts";
import { enforce } from "./contract/enforce.ts";
import { snapshotOf } from "./snapshot.ts";
import { getSnapshot, putSnapshot } from "./snapshot-store.ts";
import { memoryBlobs as memory } from "./snapshots/memory-blobs.conformance.ts";
import { columnOf } from "./table.ts";
import { encodeTable } from "./table-codec.ts";

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

const flipped = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte));
const partKeys = (blobs: ReturnType<typeof memory>) => [...blobs.kept.keys()].filter((key) => key.startsWith("parts/"));

test("a snapshot whose bytes were changed or lost is refused, with the rows that are concerned", async () => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  const [key] = partKeys(blobs);
  blobs.kept.set(key!, flipped(blobs.kept.get(key!)!));
  await expect(getSnapshot(blobs, taken.id)).rejects.toThrow("rows 1 to 2 were changed after the snapshot was taken");
  blobs.kept.delete(key!);
  await expect(getSnapshot(blobs, taken.id)).rejects.toThrow("rows 1 to 2 are lost");
});

test("a list of parts that was altered by hand is told by the id", async () => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  const about = `snapshots/${taken.id}/about`;
  const { parts, ...rest } = JSON.parse(new TextDecoder().decode(blobs.kept.get(about)));
  blobs.kept.set(about, new TextEncoder().encode(JSON.stringify({ ...rest, parts: [...parts, ...parts] })));
  await expect(getSnapshot(blobs, taken.id)).rejects.toThrow("its content does not hash to its id");
});

test("a snapshot that was kept whole, before there were parts, is read as ever and put into parts when it is taken again", async () => {
  const blobs = memory();
  const { contract: version, quarantined, table } = taken;
  blobs.kept.set(`snapshots/${taken.id}/table`, encodeTable(table));
  blobs.kept.set(
    `snapshots/${taken.id}/about`,
    new TextEncoder().encode(JSON.stringify({ contract: version, quarantined })),
  );
  expect(await getSnapshot(blobs, taken.id)).toEqual(taken);
  await putSnapshot(blobs, taken);
  expect([...blobs.kept.keys()]).toEqual([`snapshots/${taken.id}/about`, ...partKeys(blobs)]);
  expect(await getSnapshot(blobs, taken.id)).toEqual(taken);
});

test.each(["part", "about"])("a snapshot whose %s was damaged is mended when it is taken again", async (piece) => {
  const blobs = memory();
  await putSnapshot(blobs, taken);
  blobs.kept.set(piece === "part" ? partKeys(blobs)[0]! : `snapshots/${taken.id}/about`, new Uint8Array([123]));
  await expect(getSnapshot(blobs, taken.id)).rejects.toMatchObject({ code: "data.snapshot-damaged" });
  await putSnapshot(blobs, taken);
  expect(await getSnapshot(blobs, taken.id)).toEqual(taken);
});
