import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openState } from "../../backends/index.ts";
import type { State } from "../../store/index.ts";
import { noArm, noShadow, type Watched, watchedBook } from "../../watch/index.ts";
import { type Keeping, startKeeping } from "./keeping.ts";

let folder: string;
let state: State;
let lines: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-keeping-"));
  state = await openState(join(folder, ".alidade"), { create: true });
  lines = [];
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});

const saw = (decisions: number, epoch = 3): Watched => ({
  system: "shop",
  epoch,
  arms: { champion: { ...noArm, decisions, says: { call: decisions } } },
  shadows: { rel_b: { ...noShadow, decisions, agreed: decisions } },
});

/** A server that has seen what `now` says, of plan 3 unless it serves another. */
function serving(now: () => Watched | undefined, epoch: () => number = () => 3): Keeping {
  const log = () => void lines.push("logged");
  const decider = { systems: [{ name: "shop" }], serving: () => ({ epoch: epoch() }) };
  const watching = { watched: now, all: () => [] };
  const manage = { registry: () => Promise.reject(new Error("not asked")), watching, records: state.records };
  const made = startKeeping(decider as never, { manage, log: { info: log, warn: log, error: log }, server: undefined });
  if (made === undefined) throw new Error("nothing is kept");
  return made;
}

const counts = async (keeping: Keeping) => {
  const seen = await keeping.watched("shop");
  return [seen?.arms.champion?.decisions, seen?.arms.champion?.says.call, seen?.shadows.rel_b?.agreed];
};

describe("what a server has seen", () => {
  test("is there after a restart, and goes on from there", async () => {
    const first = serving(() => saw(100));
    expect(await counts(first)).toEqual([100, 100, 100]);
    await first.stop();
    let now: Watched | undefined;
    const second = serving(() => now);
    expect(await counts(second)).toEqual([100, 100, 100]);
    now = saw(20);
    expect(await counts(second)).toEqual([120, 120, 120]);
    await second.stop();
    const third = serving(() => undefined);
    expect(await counts(third)).toEqual([120, 120, 120]);
    await third.stop();
  });

  test("is told by each server once, however often it noted it", async () => {
    const [one, two] = [serving(() => saw(5)), serving(() => saw(7))];
    for (let i = 0; i < 3; i++) {
      await one.stop();
      await two.stop();
    }
    expect(await counts(one)).toEqual([12, 12, 12]);
    expect(await counts(two)).toEqual([12, 12, 12]);
  });

  test("begins anew with another plan, and an older one is no matter any more", async () => {
    await serving(() => saw(100)).stop();
    const next = serving(
      () => saw(4, 4),
      () => 4,
    );
    expect(await counts(next)).toEqual([4, 4, 4]);
    await next.stop();
    await serving(() => saw(100)).stop();
    expect(await watchedBook(state.records).others({ system: "shop", epoch: 4 }, [])).toEqual([saw(4, 4)]);
  });

  test("stays whole when more servers came and went than are told apart", async () => {
    const book = watchedBook(state.records);
    for (let i = 0; i < 100; i++) await book.note(`srv_${i}`, saw(1));
    const keeping = serving(() => undefined);
    expect(await counts(keeping)).toEqual([100, 100, 100]);
    await keeping.stop();
  });

  test("is noted by many at once without losing any", async () => {
    const book = watchedBook(state.records);
    await Promise.all(Array.from({ length: 4 }, (_, i) => book.note(`srv_${i}`, saw(1))));
    expect(await book.others({ system: "shop", epoch: 3 }, [])).toHaveLength(4);
  });

  test("is no reason to fail: a store that is gone is told of, and decisions go on", async () => {
    const keeping = serving(() => saw(9));
    await keeping.watched("shop");
    await state.close();
    await keeping.stop();
    expect(lines).toContain("logged");
    expect(await counts(keeping)).toEqual([9, 9, 9]);
  });
});
