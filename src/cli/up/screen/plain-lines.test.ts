import { expect, test } from "vitest";
import { alertOf, lookOf, systemLook } from "./looks.conformance.ts";
import { plainTrouble } from "./plain-lines.ts";

test("what is wrong is a line for each alarm and each alert that waits, and nothing where all is well", () => {
  const well = systemLook("ward");
  const since = Date.UTC(2026, 10, 23, 9);
  const alarmed = [{ monitor: "unitChange", since, says: "visits has a mean of 4,100" }];
  const waits = alertOf("page", "visits is 100 times what it was");
  const alerts = [waits, alertOf("notice", "slow", { status: "acknowledged" })];
  const ill = systemLook("shop", { monitors: { ...well.monitors, alarmed }, alerts });
  expect(plainTrouble(lookOf([well, ill]))).toEqual([
    "2026-11-23 13:14:05  shop: unitChange since 2026-11-23 09:00:00: visits has a mean of 4,100",
    `2026-11-23 13:14:05  shop: [page] visits is 100 times what it was: alidade alerts show ${waits.id}`,
  ]);
});
