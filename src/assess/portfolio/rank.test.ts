import { beforeAll, describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { OPEN_QUESTIONS, unstated } from "../../objective/index.ts";
import { silentProgress, toHtml, toTerminal } from "../../report/index.ts";
import type { ActingSystem, SystemDefinition } from "../../system/index.ts";
import { type ActAssessment, assess } from "../index.ts";
import { planted } from "../planted/all.conformance.ts";
import type { PortfolioCase } from "./portfolio.ts";
import { portfolioReport } from "./portfolio-report.ts";
import { mayBeChance, rankPortfolio } from "./rank.ts";

const churn = planted.find(({ name }) => name === "churn")!;
const base = churn.system as ActingSystem;
let assessed: ActAssessment;
beforeAll(async () => {
  let ticks = 0;
  assessed = await assess(base, {
    read: async () => churn.make(5),
    compute: { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) },
    progress: silentProgress,
    stopwatch: () => ticks++,
  });
});

const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, level: 0.95 });

interface Made {
  readonly gain: number;
  readonly half?: number;
  readonly cost?: number;
  readonly change?: Partial<ActAssessment>;
  readonly objective?: object;
}

/** A system that gains so much a decision over acting on nobody, half of it over the rule, on 1,000 decisions a year. */
function caseOf(name: string, { gain, half = 0, cost, change = {}, objective = {} }: Made): PortfolioCase {
  const worth = {
    ...assessed.worth!,
    overNothing: estimate(gain, half),
    overRule: estimate(gain / 2, half),
    ruleOverConstant: estimate(gain / 4, half),
    overEffect: [],
    decisionsPerYear: 1_000,
  };
  const costs =
    cost === undefined
      ? { build: null, perYear: null, from: "nobody" as const }
      : { build: 300, perYear: cost, from: "said" as const };
  const path = { ...assessed.path!, costs };
  const assessment = { ...assessed, system: name, worth, path, needs: [], ...change };
  const system = { ...base, name, objective: { ...base.objective, ...objective } } as SystemDefinition;
  return { system, assessment };
}

describe("three systems", () => {
  const three = () => [
    caseOf("small", { gain: 10, cost: 1_000 }),
    caseOf("dear", { gain: 30, cost: 28_000 }),
    caseOf("large", { gain: 20, cost: 2_000 }),
  ];
  test("are ranked by what is left when costs are paid", () => {
    const { ranked, by, currency } = rankPortfolio(three());
    // A third of what building costs, 100, comes on top of a year's running.
    expect(ranked.map(({ system, net }) => [system, net.value])).toEqual([
      ["large", 17_900],
      ["small", 8_900],
      ["dear", 1_900],
    ]);
    expect([by, currency]).toEqual(["net", "EUR"]);
    expect(ranked[0]).toMatchObject({ rank: 1, way: "model", overRule: { value: 10_000 }, tied: false });
  });
  test("are ranked by value alone where a cost is not known", () => {
    const { ranked, by } = rankPortfolio([...three(), caseOf("free", { gain: 25 })]);
    expect(by).toBe("value");
    expect(ranked.map(({ system }) => system)).toEqual(["dear", "free", "large", "small"]);
    expect(ranked[1]?.reasons).toContain("What it costs nobody has said.");
  });
  test("may stand in their order by chance, and that is told", () => {
    const { ranked } = rankPortfolio([caseOf("one", { gain: 20, half: 3 }), caseOf("other", { gain: 16, half: 3 })]);
    // √(3² + 3²) is 4.24, more than the 4 between them.
    expect(ranked[0]?.tied).toBe(true);
    expect(ranked[0]?.reasons.at(-1)).toBe(
      "That it stands before other may be chance: their intervals do not part them.",
    );
    expect(ranked[1]?.tied).toBe(false);
  });
});

test("two estimates part where their difference leaves nothing", () => {
  const of = (value: number, half: number) => ({ value, low: value - half, high: value + half });
  expect(mayBeChance(of(10, 3), of(5, 4))).toBe(true);
  expect(mayBeChance(of(10.1, 3), of(5, 4))).toBe(false);
});

describe("a system that a rule answers", () => {
  const verdict = (code: string) => ({ kind: "use-rule" as const, reasons: [{ code, message: "Use it." }] });
  test("is worth what the declared rule earns, and costs no upkeep of a model", () => {
    const { ranked } = rankPortfolio([
      caseOf("ruled", { gain: 8, cost: 500, change: { verdict: verdict("gain.none") } }),
    ]);
    expect(ranked[0]).toMatchObject({ way: "rule", value: { value: 2_000 }, net: { value: 2_000 }, overRule: null });
  });
  test("is worth as much as a model where the rule was found to do as well", () => {
    const { ranked } = rankPortfolio([caseOf("ruled", { gain: 8, change: { verdict: verdict("rule.exact") } })]);
    expect(ranked[0]?.value.value).toBe(8_000);
  });
});

describe("what stands apart", () => {
  const slow = {
    code: "deployment.latency",
    area: "deployment" as const,
    name: "Answers in time",
    needed: "1 ms",
    found: "2 ms",
    status: "gap" as const,
    options: ["Simpler algorithm."],
  };
  const few = { kind: "collect-first" as const, reasons: [{ code: "examples.too-few", message: "Only 20 rows." }] };
  test.each([
    [
      "unstated",
      () => caseOf("x", { gain: 1, objective: unstated({ act: "offer", otherwise: "wait" }) }),
      "Nobody has stated what it is for.",
      OPEN_QUESTIONS[0],
    ],
    [
      "not feasible as required",
      () => caseOf("x", { gain: 1, change: { needs: [slow] } }),
      "answers in time",
      "Simpler algorithm.",
    ],
    ["without data", () => caseOf("x", { gain: 1, change: { verdict: few } }), "Not yet", "Only 20 rows."],
    ["of unknown volume", () => caseOf("x", { gain: 1, change: { worth: null } }), "not known", "`objective.perYear`"],
    [
      "unreadable",
      () => ({ system: base, assessment: { failed: "There is no file." } }),
      "could not be assessed",
      "There is no file.",
    ],
  ] as const)("is what is %s", (...[, make, why, missing]) => {
    const { ranked, apart } = rankPortfolio([make()]);
    expect(ranked).toEqual([]);
    expect(apart[0]?.why).toContain(why);
    expect(apart[0]?.missing.join(" ")).toContain(missing);
  });
  test("is what is priced in another currency than the most", () => {
    const cases = [
      caseOf("a", { gain: 1 }),
      caseOf("b", { gain: 2 }),
      caseOf("c", { gain: 9, objective: { currency: "USD" } }),
    ];
    const { ranked, apart, currency } = rankPortfolio(cases);
    expect([currency, ranked.map(({ system }) => system)]).toEqual(["EUR", ["b", "a"]]);
    expect(apart[0]).toMatchObject({ system: "c", why: "It is priced in USD, the others in EUR." });
  });
  test("a gain that shows is not lost with a figure that does not", () => {
    const change = { worth: { ...assessed.worth!, overNothing: insufficient("too-few-clusters") } };
    expect(rankPortfolio([caseOf("x", { gain: 1, change })]).apart[0]?.why).toContain("not known");
  });
});

test("a portfolio is shown with one plot, its reasons and what is missing", async () => {
  const cases = [
    caseOf("a", { gain: 5, half: 4, cost: 100 }),
    caseOf("b", { gain: 4, half: 4, cost: 100 }),
    { system: base, assessment: { failed: "There is no file." } },
  ];
  const document = portfolioReport(rankPortfolio(cases));
  const screen = toTerminal(document, { width: 120, colour: false });
  expect(screen).toContain("Most is to be had from a, though not surely more than from b.");
  expect(screen).toContain("What churn needs first:");
  const page = await toHtml(document);
  expect(page.match(/<figure>/g)).toHaveLength(1);
  for (const words of [screen, page]) expect(words).not.toMatch(/NaN|undefined|\[object/);
  expect(toTerminal(portfolioReport(rankPortfolio([])), { width: 80, colour: false })).toContain(
    "None of them can be ranked.",
  );
});
