import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LONGEST_TAIL, type OnlineKey, type OnlineValues, type Stand } from "./online-values.ts";

/** A place for online values, and openings of it: each one stands for another process. */
export interface OnlinePlace {
  open(): Promise<OnlineValues>;
  remove(): Promise<void>;
}

const stand = (position: string | null, note = ""): Stand => ({ position, about: "plan", note });
const key = (entity: string, stream = "visits"): OnlineKey => ({ stream, entity });
const nothing = (position: string) => ({ position, state: null, tail: "" });
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** What every implementation of {@link OnlineValues} must do. `shares` says whether a second opening sees the first. */
export function onlineValuesConformance(
  name: string,
  makePlace: () => Promise<OnlinePlace>,
  { shares }: { readonly shares: boolean },
): void {
  describe(`${name} keeps the promises of online values`, () => {
    let place: OnlinePlace;
    let values: OnlineValues;
    beforeEach(async () => {
      place = await makePlace();
      values = await place.open();
    });
    afterEach(async () => {
      await values.close();
      await place.remove();
    });

    test("a view that was never begun stands nowhere and holds nothing", async () => {
      expect(await values.stand("a")).toBeUndefined();
      expect(await values.get("a", [key("1")])).toEqual([undefined]);
    });

    test("states replace, tails are added, and the position moves with them", async () => {
      await values.move("a", { from: null, to: stand("1"), writes: [{ ...key("1"), state: bytes(1, 0, 255) }] });
      await values.move("a", {
        from: stand("1"),
        to: stand("2", "n"),
        writes: [
          { ...key("1"), tail: "x\n" },
          { ...key("2"), tail: "ü\u2028\n" },
        ],
      });
      await values.move("a", { from: stand("2", "n"), to: stand("3"), writes: [{ ...key("1"), tail: "y\n" }] });
      expect(await values.get("a", [key("2"), key("1"), key("1", "other")])).toEqual([
        { position: "3", state: null, tail: "ü\u2028\n" },
        { position: "3", state: bytes(1, 0, 255), tail: "x\ny\n" },
        { position: "3", state: null, tail: "" },
      ]);
      await values.move("a", { from: stand("3"), to: stand("4"), writes: [{ ...key("1"), state: bytes(2) }] });
      expect(await values.get("a", [key("1")])).toEqual([{ position: "4", state: bytes(2), tail: "" }]);
      expect(await values.stand("a")).toEqual(stand("4"));
    });

    test("a view that stands elsewhere is not moved, and nothing of the move is kept", async () => {
      await values.move("a", { from: null, to: stand("5"), writes: [] });
      const late = { from: stand("4"), to: stand("6"), writes: [{ ...key("1"), tail: "x\n" }] };
      await expect(values.move("a", late)).rejects.toMatchObject({ code: "store.online-raced", retryable: true });
      await expect(values.move("a", { ...late, from: null })).rejects.toMatchObject({ code: "store.online-raced" });
      await expect(values.move("b", late)).rejects.toMatchObject({ code: "store.online-raced" });
      expect([await values.stand("a"), await values.get("a", [key("1")])]).toEqual([stand("5"), [nothing("5")]]);
    });

    test("a tail that has grown long is told of", async () => {
      const line = `${"x".repeat(LONGEST_TAIL / 2)}\n`;
      const add = (position: string, from: Stand | null) =>
        values.move("a", {
          from,
          to: stand(position),
          writes: [
            { ...key("1"), tail: line },
            { ...key("2"), tail: "s\n" },
          ],
        });
      expect(await add("1", null)).toEqual([]);
      expect(await add("2", stand("1"))).toEqual([key("1")]);
    });

    test("a view takes the place of another at once", async () => {
      await values.move("a", { from: null, to: stand("1"), writes: [{ ...key("1"), tail: "old\n" }] });
      await values.move("b", { from: null, to: stand("9"), writes: [{ ...key("2"), tail: "new\n" }] });
      await values.replace("a", "b");
      expect(await values.get("a", [key("1"), key("2")])).toEqual([
        nothing("9"),
        { position: "9", state: null, tail: "new\n" },
      ]);
      expect([await values.stand("a"), await values.stand("b")]).toEqual([stand("9"), undefined]);
      await values.drop("a");
      await values.drop("a");
      expect([await values.stand("a"), await values.keys("a", null, 9)]).toEqual([undefined, []]);
    });

    test("a move of many is whole, and the same as one of few", async () => {
      const writes = Array.from({ length: 1_000 }, (_, i) =>
        i % 3 === 0 ? { ...key(String(i)), state: bytes(i % 256) } : { ...key(String(i)), tail: `${i}\n` },
      );
      await values.move("a", { from: null, to: stand("1"), writes });
      await expect(values.move("a", { from: null, to: stand("2"), writes })).rejects.toMatchObject({
        code: "store.online-raced",
        retryable: true,
      });
      const long = `${"x".repeat(LONGEST_TAIL)}\n`;
      const more = writes.map(({ stream, entity }) => ({ stream, entity, tail: entity === "7" ? long : "y\n" }));
      expect(await values.move("a", { from: stand("1"), to: stand("2", "n"), writes: more })).toEqual([key("7")]);
      expect(await values.get("a", [key("0"), key("500")])).toEqual([
        { position: "2", state: bytes(0), tail: "y\n" },
        { position: "2", state: null, tail: "500\ny\n" },
      ]);
      expect([await values.stand("a"), (await values.keys("a", null, 2_000)).length]).toEqual([stand("2", "n"), 1_000]);
    });

    test("keys come in pages and in order", async () => {
      const writes = ["c", "a", "b"].flatMap((entity) =>
        ["s", "r"].map((stream) => ({ ...key(entity, stream), tail: "x\n" })),
      );
      await values.move("a", { from: null, to: stand("1"), writes });
      const first = await values.keys("a", null, 4);
      expect(first).toEqual([key("a", "r"), key("b", "r"), key("c", "r"), key("a", "s")]);
      expect(await values.keys("a", first.at(-1)!, 4)).toEqual([key("b", "s"), key("c", "s")]);
    });

    test.skipIf(!shares)("what was moved is there after opening again, and seen by another process", async () => {
      await values.move("a", { from: null, to: stand("1"), writes: [{ ...key("1"), state: bytes(7) }] });
      const other = await place.open();
      expect(await other.get("a", [key("1")])).toEqual([{ position: "1", state: bytes(7), tail: "" }]);
      await other.move("a", { from: stand("1"), to: stand("2"), writes: [] });
      await other.close();
      const mine = { from: stand("1"), to: stand("3"), writes: [] };
      await expect(values.move("a", mine)).rejects.toMatchObject({ code: "store.online-raced" });
    });

    test("closing may be repeated, and ends all use", async () => {
      await values.close();
      await values.close();
      await expect(values.stand("a")).rejects.toMatchObject({ code: "store.closed" });
      await expect(values.get("a", [])).rejects.toMatchObject({ code: "store.closed" });
    });
  });
}
