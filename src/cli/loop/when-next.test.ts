import { describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { every, settleRetrain } from "../../system/index.ts";
import { type Loop, type LoopBook, lookAtTriggers, wordTime } from "../../watch/index.ts";
import { bookKeptAt } from "../../watch/loop/loop-place.conformance.ts";
import { recordsInMemory } from "../../watch/seen/reader/reader.conformance.ts";
import { loopLook } from "../up/looks/loop-look.ts";
import { lastTraining, nextOf, wordNext } from "./when-next.ts";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const NOW = Date.UTC(2026, 5, 1);
const AHEAD = NOW + 365 * DAY;

describe("where the clock was ahead and is set back", () => {
  const retrain = settleRetrain(
    { when: [every("7d")], coolDown: "1h", budget: { perMonth: 3 } },
    { approves: [], isRegulated: false },
  );
  const begun = [20, 10, 2].map((days) => AHEAD - days * DAY);
  const loop = {
    ...{ number: 3, beganAt: begun[2], stageAt: begun[2], intendedAt: null, facts: {}, lines: [] },
    end: { kind: "insufficient", at: AHEAD - 2 * DAY + HOUR, why: "too few" },
  } as unknown as Loop;
  /** As a look of `alidade up` has kept it. */
  const book: LoopBook = bookKeptAt(NOW, { loop, begun });
  const trainedAt = AHEAD - 2 * DAY;
  const facts = {
    ...{ trainedAt, rows: null, newRows: null, alarms: [], required: undefined },
    objective: { trained: null, current: null },
  };

  async function told(days: number) {
    const now = NOW + days * DAY;
    const records = recordsInMemory();
    await records.collection<LoopBook>("loops").insert("shop", book);
    const system = { system: { name: "shop", retrain }, steps: {} as never, facts: async () => facts };
    const looked = await lookAtTriggers(system, { records, clock: virtualClock(now) }, new AbortController().signal);
    const next = nextOf({ retrain, book, looked, trainedAt, now });
    return { looked, next, words: wordNext(next, { book, looked }, "shop.mts").join(" ") };
  }

  test("what is still to come is told by the book that triggers see", async () => {
    const first = await told(0);
    expect(first.looked.why).toEqual([]);
    expect(first.next?.scheduledAt).toBeCloseTo(NOW + 7 * DAY, -2);
    expect(first.words).toContain(`due on ${wordTime(NOW + 7 * DAY - 1)}`);
    const second = await told(8);
    expect(second.looked).toMatchObject({ why: expect.arrayContaining([expect.stringMatching(/every 7d/)]) });
    expect(second.next).toEqual({ scheduledAt: null, triedAgainAt: null, begun: 3, perMonth: 3 });
    expect(await told(31)).toMatchObject({ looked: { may: { may: true } }, next: { begun: 0, scheduledAt: null } });
  });

  test("what `alidade up` shows of it says the same", () => {
    const look = (days: number) => loopLook({ book, isOn: true, retrain, facts, now: NOW + days * DAY }).next;
    expect(look(5)).toContainEqual("schedule: in 2 d");
    expect(look(8)).toContainEqual("schedule: now");
  });

  test("when something was trained is unknown without a loop, and what trained nothing does not count", () => {
    const asked = { trainedAt, now: NOW };
    expect(lastTraining(bookKeptAt(NOW, {}), asked)).toBeNull();
    expect(lastTraining(bookKeptAt(NOW, {}), { trainedAt: NOW - DAY, now: NOW })).toBe(NOW - DAY);
    const [one, two] = [NOW - 3 * DAY, NOW - DAY];
    const recalibrated = bookKeptAt(NOW, { begun: [one, two], recalibrated: [two] });
    expect(lastTraining(recalibrated, { trainedAt: null, now: NOW })).toBe(one);
  });
});
