import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashBytes } from "../kernel/index.ts";
import type { Blobs } from "./blobs.ts";

/** A place for blobs, and as many openings of it as a test wants: each one stands for another process. */
export interface BlobsPlace {
  open(): Promise<Blobs>;
  remove(): Promise<void>;
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** What every implementation of {@link Blobs} must do. */
export function blobsConformance(name: string, makePlace: () => Promise<BlobsPlace>): void {
  describe(`${name} keeps the promises of blobs`, () => {
    let place: BlobsPlace;
    let blobs: Blobs;
    beforeEach(async () => {
      place = await makePlace();
      blobs = await place.open();
    });
    afterEach(() => place.remove());

    test("every byte comes back as it was, in another opening too", async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) % 256);
      await blobs.put("a/b.bin", bytes);
      expect(await blobs.get("a/b.bin")).toEqual(bytes);
      expect(await (await place.open()).get("a/b.bin")).toEqual(bytes);
    });

    test("an empty blob is a blob", async () => {
      await blobs.put("empty", new Uint8Array());
      expect(await blobs.get("empty")).toEqual(new Uint8Array());
    });

    test("a window onto a larger buffer is stored as the window alone", async () => {
      await blobs.put("window", text("0123456789").subarray(3, 6));
      expect(await blobs.get("window")).toEqual(text("345"));
    });

    test("what is not there is undefined, and deleting it is no error", async () => {
      await blobs.put("a/b", text("x"));
      for (const key of ["nothing", "a", "a/b/c"]) {
        expect(await blobs.get(key)).toBeUndefined();
        await blobs.delete(key);
      }
      expect(await blobs.list("")).toEqual(["a/b"]);
    });

    test("a second put replaces the first, a delete removes it", async () => {
      await blobs.put("a", text("long content"));
      await blobs.put("a", text("short"));
      expect(await blobs.get("a")).toEqual(text("short"));
      await blobs.delete("a");
      expect(await blobs.get("a")).toBeUndefined();
      expect(await blobs.list("")).toEqual([]);
    });

    test("a list holds the keys with the prefix, sorted, and nothing else", async () => {
      for (const key of ["b", "a/z", "a.txt", "a/b/c", "ab", "a-1"]) await blobs.put(key, text(key));
      expect(await blobs.list("")).toEqual(["a-1", "a.txt", "a/b/c", "a/z", "ab", "b"]);
      expect(await blobs.list("a/")).toEqual(["a/b/c", "a/z"]);
      expect(await blobs.list("a")).toEqual(["a-1", "a.txt", "a/b/c", "a/z", "ab"]);
      expect(await blobs.list("c")).toEqual([]);
    });

    test.each([
      "../escape",
      "a/../../escape",
      "/absolute",
      "a//b",
      "",
      ".",
      "..",
      "a/.",
      "A",
      "a b",
      "a\\b",
      "nul\u0000",
      "ü",
    ])("the key %j is refused by every operation", async (key) => {
      const refused = { code: "store.key-refused" };
      await expect(blobs.get(key)).rejects.toMatchObject(refused);
      await expect(blobs.put(key, text("x"))).rejects.toMatchObject(refused);
      await expect(blobs.putIfMatch(key, text("x"), null)).rejects.toMatchObject(refused);
      await expect(blobs.delete(key)).rejects.toMatchObject(refused);
    });

    test("a key that would be the folder of another is refused", async () => {
      await blobs.put("a/b", text("x"));
      await expect(blobs.put("a", text("y"))).rejects.toMatchObject({ code: "store.key-refused" });
      await expect(blobs.put("a/b/c", text("y"))).rejects.toMatchObject({ code: "store.key-refused" });
      expect(await blobs.list("")).toEqual(["a/b"]);
    });

    test("putIfMatch writes over what it expects and over nothing else", async () => {
      const [one, two, three] = [text("1"), text("2"), text("3")];
      expect(await blobs.putIfMatch("a", one, hashBytes(one))).toBe(false);
      expect(await blobs.putIfMatch("a", one, null)).toBe(true);
      expect(await blobs.putIfMatch("a", two, null)).toBe(false);
      expect(await blobs.putIfMatch("a", two, hashBytes(three))).toBe(false);
      expect(await blobs.get("a")).toEqual(one);
      expect(await blobs.putIfMatch("a", two, hashBytes(one))).toBe(true);
      expect(await blobs.get("a")).toEqual(two);
    });

    test("of many that expect nothing there, one wins", async () => {
      const other = await place.open();
      const tries = Array.from({ length: 16 }, (_, i) => (i % 2 ? blobs : other).putIfMatch("a", text(`${i}`), null));
      const won = (await Promise.all(tries)).flatMap((wrote, i) => (wrote ? [i] : []));
      expect(won).toHaveLength(1);
      expect(await blobs.get("a")).toEqual(text(`${won[0]}`));
    });

    test("increments side by side through two openings lose none", async () => {
      const other = await place.open();
      await blobs.put("counter", text("0"));
      await Promise.all(Array.from({ length: 12 }, (_, i) => increment(i % 2 ? blobs : other)));
      expect(await blobs.get("counter")).toEqual(text("12"));
    });
  });
}

async function increment(blobs: Blobs): Promise<void> {
  for (;;) {
    const now = (await blobs.get("counter"))!;
    const next = text(String(Number(new TextDecoder().decode(now)) + 1));
    if (await blobs.putIfMatch("counter", next, hashBytes(now))) return;
  }
}
