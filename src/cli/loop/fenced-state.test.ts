import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import { beginLoop, type LoopBook } from "../../watch/index.ts";
import { fencedState, turnOf } from "./fenced-state.ts";

test("what a lost process still writes is refused once another has taken up the loop", async () => {
  const folder = await mkdtemp(join(tmpdir(), "alidade-fence-"));
  const state = await openState(folder, { create: true });
  const clock = virtualClock(Date.UTC(2026, 0, 1));
  const retrain = { coolDown: "1d", budget: { perMonth: 4, minutes: 30 } };
  await beginLoop(
    { system: "shop", retrain, why: ["a test"], by: "ada", asked: true },
    { records: state.records, clock },
  );
  const books = state.records.collection<LoopBook>("loops");
  const book = async (): Promise<LoopBook> => (await books.get("shop"))!.value;
  const turn = turnOf((await book()).loop!);
  const lost = registryOf({ state: fencedState(state, { system: "shop", turn }), clock, who: "alidade" });
  const note = () => lost.note("shop", { what: "snapshot.added", subject: "a", why: "a test" });
  await note();
  const { version, value } = (await books.get("shop"))!;
  await books.compareAndSet("shop", version, { ...value, loop: { ...value.loop!, turn: value.loop!.turn + 1 } });
  await expect(note()).rejects.toMatchObject({ code: "watch.loop-overtaken" });
  expect(await lost.history("shop")).toHaveLength(1);
  await state.close();
  await rm(folder, { recursive: true });
});
