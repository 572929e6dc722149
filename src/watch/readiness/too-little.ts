import { wordTooLittle } from "../monitors/runner/supply.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import type { Tested } from "./test.ts";

/** The same, where the monitors that would notice have enough to read in a period; else half a point at most, and what would give it. */
export function withEnough(tested: Tested, { tooLittle = [] }: Evidence, kinds: readonly string[]): Tested {
  const thin = tooLittle.filter((one) => one.kinds.some((kind) => kinds.includes(kind)));
  if (thin.length === 0) return tested;
  const says = thin.map((one) => `${one.monitor} (${one.kinds.join(", ")}) had ${wordTooLittle(one)}.`);
  const next = [...(tested.next === null ? [] : [tested.next]), ...says].join(" ");
  return { ...tested, points: tested.points === 1 ? 0.5 : tested.points, next };
}
