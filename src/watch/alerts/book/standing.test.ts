import { expect, test } from "vitest";
import { causesOf } from "../cause/cause-of.ts";
import { DAY, givenOf, HOUR, NOON, shopOf, sign } from "../shop.conformance.ts";
import { openedAlert } from "./grow.ts";
import { standingIn } from "./standing.ts";
import { tended } from "./tend.ts";

const gap = sign("calibration.gap", ["head", "risk"]);

test("an alert is not quiet while a monitor is in alarm of it, and is once that is over", () => {
  const system = shopOf();
  const [illness] = causesOf([gap], givenOf(system));
  const alert = openedAlert(
    { illness: illness!, fresh: [gap], alerts: [] },
    {
      ...{ id: "alr_0", at: NOON + HOUR, system: "shop", file: "system.mts" },
      stake: { objective: system.objective, decisionsPerDay: 100, perDecision: null },
    },
  );
  const times = { escalateMs: 90 * DAY, quietMs: DAY, mostEscalations: 0 };
  const watch = { detectors: {}, at: NOON + 3 * DAY };
  const key = "liveCalibration calibration.gap head risk";
  const standing = standingIn({ [key]: { ...watch, lastWrong: NOON } });
  expect(tended(alert, NOON + 4 * DAY, { ...times, isStanding: standing })).toBeUndefined();
  const over = standingIn({ [key]: { ...watch, lastWrong: null } });
  expect(tended(alert, NOON + 4 * DAY, { ...times, isStanding: over })).toMatchObject({ what: "quiet" });
});
