import { expect, test } from "vitest";
import type { Ramp } from "../registry/index.ts";
import { armOf } from "./arms.conformance.ts";
import { FALSE_ALARMS, mergeArms, noArm, stepRollout } from "./index.ts";

/** No limit to hide behind: whoever differs at all from its champion is to be taken back. */
const strict: Ramp = {
  steps: [0.1, 1],
  step: 0,
  dwellMs: 60_000,
  decisions: 500,
  limits: { errors: 0, latency: 1, scoreShift: 0, fallbacks: 0, actions: 0 },
  champion: "rel_a",
  canary: "rel_b",
  becomes: "champion",
  from: 1,
};

/** Of canaries that do not differ, no more than the level, and four standard errors of a simulation of this size. */
test("a canary that does what the champion does is hardly ever taken back, however often one looks", () => {
  const traits = { errors: 0.02, fallbacks: 0.1, ms: 5 };
  const runs = 400;
  let backs = 0;
  for (let run = 0; run < runs; run++) {
    let [canary, champion] = [noArm, noArm];
    for (let look = 0; look < 20; look++) {
      const seed = 2 * (run * 20 + look);
      canary = mergeArms(canary, armOf({ ...traits, n: 100 }, seed));
      champion = mergeArms(champion, armOf({ ...traits, n: 300 }, seed + 1));
      const step = stepRollout({ ramp: strict, lastedMs: 1, guardedMs: undefined, champion, canary });
      if (step.kind !== "roll-back") continue;
      backs++;
      break;
    }
  }
  expect(backs / runs).toBeLessThanOrEqual(FALSE_ALARMS + 4 * Math.sqrt((FALSE_ALARMS * (1 - FALSE_ALARMS)) / runs));
});
