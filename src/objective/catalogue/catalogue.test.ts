import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../../kernel/index.ts";
import { businessMetrics } from "./_business.ts";
import { systemMetrics } from "./_system.ts";
import { activeUsers } from "./business/active-users.ts";
import { conversion } from "./business/conversion.ts";
import { costSaved } from "./business/cost-saved.ts";
import { ctr } from "./business/ctr.ts";
import { lifetimeValue } from "./business/lifetime-value.ts";
import { takeRate } from "./business/take-rate.ts";
import type { MetricFacts } from "./metric-facts.ts";
import { decisionLatency } from "./system/decision-latency.ts";

const all: readonly MetricFacts[] = [
  ...Object.values<MetricFacts>(businessMetrics),
  ...Object.values<MetricFacts>(systemMetrics),
];

describe("a metric of the catalogue", () => {
  test.each(all.map((facts) => [facts.name, facts] as const))("%s says what it is", (_, facts) => {
    expect(facts.definition).toMatch(/^[A-Z].*\.$/s);
    expect(facts.needs).toMatch(/\.$/);
    expect(["increase", "decrease"]).toContain(facts.direction);
    // What can be watched is called as a function, and shows how.
    expect(facts.word === undefined).toBe(typeof facts !== "function");
  });

  test("has a name of its own, and no other's other name", () => {
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const aliases = all.flatMap(({ aliases: of = [] }) => of);
    expect(new Set(aliases).size).toBe(aliases.length);
    expect(aliases.filter((alias) => names.includes(alias))).toEqual([]);
  });
});

test("called with what it is of, it gives what is measured, frozen", () => {
  const found = conversion("bought");
  expect(found).toEqual({
    metric: "conversion",
    measure: { measure: "share", of: { quantity: "outcome", outcome: "bought" }, per: "unit" },
    direction: "increase",
  });
  expect(Object.isFrozen(found) && Object.isFrozen(found.measure)).toBe(true);
  expect(ctr("clicked").measure).toMatchObject({ per: "decision" });
  expect(takeRate("accepted", "call").measure).toMatchObject({ over: { quantity: "acted", action: "call" } });
  expect(decisionLatency().measure).toMatchObject({ measure: "quantile", q: 0.99 });
});

test.each<readonly [string, () => unknown, RegExp]>([
  ["no outcome", () => conversion("" as string), /`conversion` takes the name of a declared outcome.*Got/],
  ["half a day", () => activeUsers(0.5), /`activeUsers` takes a whole number of days from 1. Got 0.5/],
  ["a share beyond 1", () => decisionLatency(99), /`decisionLatency` takes a share.*Got 99/],
  ["no amounts", () => costSaved({}), /`costSaved` takes an amount for each action/],
  ["more than all kept", () => lifetimeValue({ months: 12, kept: 1.2 }), /`lifetimeValue` takes a share `kept`.*1.2/],
])("refuses %s, in words", (_, make, words) => {
  try {
    make();
    expect.unreachable();
  } catch (thrown) {
    expect(isAlidadeError(thrown, "objective.metric-argument-invalid")).toBe(true);
    expect((thrown as Error).message).toMatch(words);
  }
});
