import { expect, test } from "vitest";
import { sigmoid } from "../../quality/scored.conformance.ts";
import {
  DAY,
  PERIOD,
  type ShopHow,
  START,
  shop,
  shopPeriods,
  shopReference,
} from "../followed/shop-periods.conformance.ts";
import { monitorRun } from "./run.ts";

/** Cases of a quarter of a day: 24 a day. */
const FEW = 6;

/** Days after which something of labels was told, and what, in a shop where so much is added to log-odds from a day on. */
function toldOf({ added, from, days, seed }: Record<"added" | "from" | "days" | "seed", number>): readonly string[] {
  const run = monitorRun({
    ...{ system: shop, reference: shopReference, periodMs: PERIOD },
    only: ["liveCalibration", "liveQuality", "labelShift", "conceptDrift"],
  });
  const change = (p: number): Partial<ShopHow> => ({
    ...{ n: FEW, centre: 0 },
    ...(p >= 4 * from ? { truth: (x: number) => sigmoid(1.3 * x - 1.2 + added) } : {}),
  });
  return shopPeriods({ periods: 4 * days, seed, change }).flatMap((seen) =>
    run.step(seen).alarms.map(({ kind, at }) => `${kind} ${Math.floor((at - START) / DAY) - from}`),
  );
}

const daysUntil = (told: readonly string[], kind: string): number =>
  Number(told.find((one) => one.startsWith(kind))?.split(" ")[1] ?? Number.NaN);

test.each([0, 40])(
  "odds that are three times as high from day %d on are told within three weeks, by 24 a day",
  (from) => {
    const told = [1, 2, 3].map((seed) => toldOf({ added: Math.log(3), from, days: from + 30, seed }));
    for (const one of told) expect(daysUntil(one, "calibration.gap")).toBeLessThanOrEqual(21);
  },
);

test("what is off by less than training lets pass is never told", () => {
  const told = [1, 2, 3].flatMap((seed) => toldOf({ added: 0.08, from: 0, days: 200, seed }));
  expect(told).toEqual([]);
});
