import { describe, expect, test } from "vitest";
import type { Loop, LoopEnd } from "./loop.ts";
import { standingReasons, triedAgainFrom } from "./standing-reasons.ts";

const DAY = 86_400_000;
const BEGAN = Date.UTC(2026, 0, 5);
const ended = (kind: LoopEnd) =>
  ({ number: 2, beganAt: BEGAN, end: { kind, at: BEGAN + 3_600_000, why: "" } }) as unknown as Loop;

describe("what a loop left open", () => {
  test.each([
    ["insufficient", "a week has passed since loop 2 could not tell for want of data"],
    ["fell-back", "a week has passed since loop 2 fell back to the rule"],
  ] as const)("%s: it stands, and is tried again in a week", (kind, says) => {
    expect(standingReasons({ loop: ended(kind) }, BEGAN + 7 * DAY - 1)).toEqual([]);
    expect(standingReasons({ loop: ended(kind) }, BEGAN + 7 * DAY)).toEqual([says]);
    expect(triedAgainFrom({ loop: ended(kind) })).toBe(BEGAN + 7 * DAY);
  });

  test("a verdict settles it, and a loop under way is still to come to its own", () => {
    for (const kind of ["champion", "unproven", "refused", "rolled-back", "superseded", "stopped", "failed"] as const) {
      expect(standingReasons({ loop: ended(kind) }, BEGAN + 30 * DAY)).toEqual([]);
      expect(triedAgainFrom({ loop: ended(kind) })).toBeNull();
    }
    expect(standingReasons({ loop: { ...ended("refused"), end: null } }, BEGAN + 30 * DAY)).toEqual([]);
    expect(standingReasons({ loop: null }, BEGAN)).toEqual([]);
  });
});
