import { describe, expect, test } from "vitest";
import { contract, flag, inspect, number, tableOf } from "../../data/index.ts";
import { insufficient, rng } from "../../kernel/index.ts";
import { moneyEarned, type StandIn, type StatedObjective } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { on } from "../../system/index.ts";
import { goalLink } from "./goal-link.ts";
import { lossLink } from "./loss-link.ts";
import { proxyLinks } from "./proxy-links.ts";

const fields = contract({
  a: number(),
  clicked: flag({ known: "after" }),
  bought: flag({ known: "after" }),
});
const h = on(fields);
const objective = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 100_000,
  by: "2027-01-01",
  currency: "EUR",
  outcome: "bought",
  payoff: { show: { yes: 10, no: 0 }, hold: { yes: 0, no: 0 } },
  cost: {},
  guardrails: [],
  transparency: "any",
  asked: "sales",
  approves: [],
} as const;
const system = h.system({
  name: "shop",
  source: { source: "csv", path: "shop.csv", options: {} } as never,
  objective,
  outcomes: {
    clicked: h.outcome({ within: "1d", history: (r) => r.clicked, changedByActing: false }),
    bought: h.outcome({ within: "7d", history: (r) => r.bought, changedByActing: false }),
  },
  features: h.features((r) => ({ a: r.a })),
  rule: (f) => f.a.atLeast(1),
  heads: {},
  weights: {},
  policy: actIf({ threshold: "from-payoff" }),
});
const year = (value: number, half: number) => ({ value, low: value - half, high: value + half });
const estimate = (value: number, half: number) => ({ ...year(value, half), level: 0.95 });

describe("the business goal", () => {
  const over = "acting on nobody";
  test.each([
    ["is refuted where not even the best case brings what is wanted", year(60_000, 39_999), "refuted"],
    ["is open where the best case does", year(60_000, 40_000), "open"],
    ["is open where it surely would: only an experiment proves it", year(200_000, 10_000), "open"],
    ["is open where nobody knows", null, "open"],
  ])("%s", (_, brought, status) => {
    const link = goalLink(system, { year: brought, over, days: 90 });
    expect(link.status).toBe(status);
    expect(link.proof).toBe(
      status === "open" ? "An experiment against acting on nobody: 90 days at this traffic." : "",
    );
  });
});

describe("a lower loss that earns more", () => {
  const stated = { ...objective, stated: true } as StatedObjective;
  const bridge = "`gbdt` minimises log loss";
  const cases = [
    ["is proven at both ends of what is assumed", estimate(5, 2), [estimate(1, 0.5), estimate(9, 3)], "proven"],
    ["is open where one end is not clear", estimate(5, 2), [estimate(1, 1.5), estimate(9, 3)], "open"],
    ["is open where the gain is not clear", estimate(1, 2), [], "open"],
    ["is refuted where it surely loses", estimate(-5, 2), [], "refuted"],
    ["is open where there is no figure", insufficient("too-few-rows"), [], "open"],
  ] as const;
  test.each(cases.map(([name, ...rest]) => [name, rest] as const))("%s", (_, [gain, atEnds, status]) => {
    expect(lossLink({ bridge, objective: stated, gain, atEnds }).status).toBe(status);
  });
});

describe("a proxy", () => {
  const standIn: StandIn = {
    of: "clicked",
    because: "who clicks may buy",
    worth: { value: 0.5, range: [0.1, 1] },
    basis: "assumed",
  };
  /** Of those who click so many buy, of the others so many. */
  const rowsOf = (clickers: number, others: number) => {
    const r = rng({ seed: 1, purpose: "proxy" });
    const table = Array.from({ length: 4_000 }, () => {
      const clicked = r.uniform() < 0.5;
      return { a: 1, clicked, bought: r.uniform() < (clicked ? clickers : others) };
    });
    return inspect(tableOf({ a: "number", clicked: "flag", bought: "flag" }, table), fields);
  };
  const linksOf = (proxy: StandIn, rows = rowsOf(0.3, 0.1)) =>
    proxyLinks({ ...system, objective: { ...system.objective, proxies: { clicks: proxy } } as StatedObjective }, rows);
  test("that is assumed stands open, with what the rows show, which proves nothing", () => {
    const [link] = linksOf(standIn);
    expect(link).toMatchObject({ link: "proxy", status: "open" });
    expect(link?.sentence).toContain("one more of `clicked` being worth €0.50 (€0.10 to €1.00): who clicks may buy.");
    // 20 points apart; 2,000 rows on either side make a standard error of 1.2 points.
    const points = Number(/`bought` is ([\d.]+)%/.exec(link?.because ?? "")?.[1]);
    expect(Math.abs(points - 20)).toBeLessThan(4 * 1.2);
    expect(link?.because).toContain("which proves nothing");
  });
  test("that nothing ties to what counts is told so", () => {
    expect(linksOf(standIn, rowsOf(0.2, 0.2))[0]?.because).toContain("nothing ties");
  });
  test("that experiments have measured is proven", () => {
    expect(linksOf({ ...standIn, basis: "measured" })[0]?.status).toBe("proven");
  });
});
