import { beforeAll, describe, expect, test } from "vitest";
import type { ServingState } from "../../decide/index.ts";
import { closeBenches, DAY, BAD as MONDAY, served, stretchOf, system, type Trouble } from "./clinic.conformance.ts";
import { type Compared, compareStretches } from "./compare.ts";

closeBenches();

let usual: ServingState;
beforeAll(async () => {
  usual = (await served()).serving;
});

const now = MONDAY.to;
const known = system.outcomes.back!;
/**
 * Patients come back within three days or not at all, and who is called and comes back pays. Who is not called is worth nothing
 * either way: only those who were called have a price that waits.
 */
const back = { ...known, within: "3d" as const, changedByActing: false };
const paying = { ...system, outcomes: { ...system.outcomes, back } };
const good = { from: now - 30 * DAY, to: now - 15 * DAY };

interface Month {
  readonly days: number;
  readonly perDay?: number;
  readonly trouble?: Trouble;
  readonly seed?: number;
}

/** The last days up to now, of which the last three are not known yet, against two weeks that are known in full. */
async function compared({ days, perDay = 100, trouble = {}, seed = 1 }: Month): Promise<Compared> {
  const bad = { from: now - days * DAY, to: now };
  const looked = {
    good: stretchOf(usual, good, { count: 1_500, seed }),
    bad: stretchOf(usual, bad, { count: days * perDay, trouble, seed }),
  };
  const stateOf = async () => usual;
  return await compareStretches({ system: paying, bad, good: [good], looked, now, history: [], stateOf });
}

const valueIn = ({ movements }: Compared) => movements.find(({ measure }) => measure === "value");

describe("while outcomes of the bad stretch are open", () => {
  test("a steady system is not accused, and its money is what it was", async () => {
    const months = await Promise.all([1, 2, 3, 4, 5].map((seed) => compared({ days: 4, perDay: 300, seed })));
    // One in a hundred moves by chance, all measures together: two of five would come once in a thousand.
    expect(months.filter(({ explained }) => explained !== null).length).toBeLessThan(2);
    const held = months.filter((month) => {
      const change = valueIn(month)?.change;
      return change !== undefined && "low" in change && change.low <= 0 && change.high >= 0;
    });
    // 95 % each: two of five that miss come once in forty, three once in a thousand.
    expect(held.length).toBeGreaterThanOrEqual(3);
  });

  test("it says how many are left out, and until when", async () => {
    // Of 1,200 in twelve days, one every 864 seconds, a quarter are in the last three.
    expect((await compared({ days: 12 })).open).toEqual({ good: 0, bad: 300, until: now - 864_000 + 3 * DAY });
  });

  test("what pays no more is found by those that are known, with the right cause", async () => {
    const found = await compared({ days: 12, trouble: { returns: (_, chance) => chance * 0.3 } });
    expect(found.explained).toBe("value");
    expect(found.differences[0]).toMatchObject({ kind: "outcome", how: "seen", explains: 1 });
    const change = valueIn(found)?.change;
    expect(change !== undefined && "high" in change && change.high).toBeLessThan(0);
  });

  test("money of the last days alone is not told, and nothing is accused", async () => {
    const found = await compared({ days: 2 });
    expect(found).toMatchObject({ explained: null, open: { good: 0, bad: 200 } });
    const untold = { kind: "insufficient", reason: "outcomes-open" };
    expect(valueIn(found)).toMatchObject({ good: { value: expect.any(Number) }, bad: untold, change: untold });
  });
});
