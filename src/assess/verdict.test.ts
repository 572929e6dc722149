import { describe, expect, test } from "vitest";
import type { Evidence } from "./evidence.ts";
import { verdictOf } from "./verdict.ts";

const area = (value: number) => ({ value, low: value - 0.02, high: value + 0.02, level: 0.95 });

/** Enough rows without a stated objective, whose model has a ROC-AUC of 0.8. */
function unstated(declared: number, found: number): Evidence {
  const signal = { rocAuc: area(0.8), permuted: area(0.5), declaredRule: area(declared) };
  const rule = { kind: "conditions", words: "`x` ≥ 3", rocAuc: area(found), accuracy: 0.7, commonest: 0.6 };
  return {
    objective: { stated: false, transparency: "any" },
    data: { rows: 4_000, rarer: 1_000, outcome: "yes" },
    leaks: [],
    found: { signal, rule, worth: {} },
  } as unknown as Evidence;
}

describe("while nobody has stated the objective", () => {
  test.each([
    [0.6, 0.7, "use-ml", "objective.unstated"],
    [0.6, 0.79, "use-rule", "rule.ranks-as-well"],
    [0.79, 0.7, "use-rule", "ranking.no-better"],
  ])("a declared rule of %d and one that was found of %d come to %s", (...[declared, found, kind, code]) => {
    const verdict = verdictOf(unstated(declared, found));
    expect([verdict.kind, verdict.reasons[0]!.code]).toEqual([kind, code]);
  });
});
