import { beforeAll, describe, expect, test } from "vitest";
import type { RawTable } from "../../data/index.ts";
import { silentProgress, toHtml, toTerminal } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { shelving, simulatedOrders } from "../answers/shop.conformance.ts";
import { type Assessment, assess, assessmentJson, VIEWS, viewReport } from "../index.ts";
import { planted } from "../planted/all.conformance.ts";
import { agreed } from "../planted/brief.conformance.ts";

async function assessOf(system: SystemDefinition, table: RawTable): Promise<Assessment> {
  let ticks = 0;
  return await assess(system, {
    read: async () => table,
    compute: { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) },
    progress: silentProgress,
    stopwatch: () => ticks++,
    now: Date.UTC(2026, 0, 1),
    machine: { cores: 2, memoryBytes: 8e9 },
  });
}

const churn = planted.find(({ name }) => name === "churn")!;
const system = { ...churn.system, objective: { ...churn.system.objective, ...agreed } } as SystemDefinition;
let assessed: Assessment;
let answering: Assessment;
beforeAll(async () => {
  assessed = await assessOf(system, churn.make(5));
  answering = await assessOf(shelving, simulatedOrders(1_500));
});
const screen = (view: (typeof VIEWS)[number]): string =>
  toTerminal(viewReport(view, assessed, system), { width: 400, colour: false });

describe.each(VIEWS)("the page for %s", (view) => {
  test("has words for everything, on a screen and as a page", async () => {
    for (const [assessment, of] of [
      [assessed, system],
      [answering, shelving],
    ] as const) {
      const document = viewReport(view, assessment, of);
      for (const words of [toTerminal(document, { width: 100, colour: false, detail: true }), await toHtml(document)])
        expect(words).not.toMatch(/NaN|undefined|\[object|null|Infinity|\.\./);
    }
  });
  test("says what it means, what is decided, and what is assumed", () => {
    const titles = viewReport(view, assessed, system).sections.map(({ title }) => title.toLowerCase());
    for (const part of ["what it means for you", "decide", "watch", "assumed"])
      expect(
        titles.some((title) => title.includes(part)),
        `${part} in ${titles.join(", ")}`,
      ).toBe(true);
  });
});

describe("the executive's page", () => {
  test("tells the year's gain, what is not money, and who assumes what", () => {
    const words = screen("executive");
    expect(words).toContain("Build it");
    expect(words).toMatch(/In a full year a model would bring about €[\d,]+ more than the declared rule/);
    expect(words).toMatch(/Customers feel seen\.\s+tracked\s+Followed by `stays`: 80\.0% today, 85\.0% wanted\./);
    expect(words).toMatch(/Agents are proud\.\s+untracked/);
    expect(words).toMatch(/True cases that acting changes\s+30\.0% \[assumed\]\s+By sales: 10\.0% to 50\.0%\./);
    expect(words).toMatch(/Share in which left is yes\s+[\d.]+% \[measured\]\s+On 5,000 rows\./);
    expect(words).toContain("€60,000 once, €40,000 a year");
  });
});

test("no money is told to those whom the decisions are about", () => {
  expect(screen("end user")).not.toMatch(/[$€£¥]|EUR|money|cost|budget/i);
  expect(screen("end user")).toContain("For each customer, it is decided: offer or wait.");
  expect(screen("end user")).toContain("Customer: whether to take the offer.");
  expect(screen("end user")).toContain("How an objection is made");
});

test("the operator is told how many cases there are, and how often acting hits", () => {
  // 500,000 a year.
  expect(screen("operator")).toContain("About 1,370 cases a day come to be decided (assumed).");
  if (assessed.kind !== "act" || assessed.worth === null) throw new Error("nothing was fitted");
  const { ofActed } = assessed.worth.hits.model;
  expect(screen("operator")).toContain(`${(100 * (ofActed ?? 0)).toFixed(1)}%`);
});

test("those who run it are told what was measured", () => {
  const { footprint } = assessed;
  expect(footprint).toMatchObject({ rows: 5_000, features: 6, decision: { decisions: 500 } });
  expect(screen("IT")).toContain("Over 500 decisions on one core");
  expect(screen("IT")).toContain("every 120d at the latest");
});

test("hits add up: what is found is what is acted on and right, of all that is true", () => {
  if (assessed.kind !== "act" || assessed.worth === null) throw new Error("nothing was fitted");
  const { hits, actRate, ruleActRate } = assessed.worth;
  const rate = assessed.data.positives / assessed.data.rows;
  for (const [{ ofActed, ofTrue }, acted] of [
    [hits.model, actRate],
    [hits.rule, ruleActRate],
  ] as const)
    expect(((ofActed ?? 0) * acted) / rate).toBeCloseTo(ofTrue ?? 0, 9);
});

describe("where a rule is found, or nothing", () => {
  const pageOf = async (name: string, view: (typeof VIEWS)[number]): Promise<string> => {
    const problem = planted.find((one) => one.name === name)!;
    const document = viewReport(view, await assessOf(problem.system, problem.make(3)), problem.system);
    return toTerminal(document, { width: 400, colour: false });
  };
  test("the rule is told in place of a model's worth", async () => {
    const words = await pageOf("membership discount", "executive");
    expect(words).toContain("The rule: yes when `member` is yes and `basket` ≥ 50.");
    expect(words).not.toContain("a model would bring");
    expect(words).not.toContain("When does the money come in?");
    const told = await pageOf("membership discount", "end user");
    expect(told).toContain("It would be decided by a fixed rule: yes when `member` is yes and `basket` ≥ 50.");
    expect(told).toMatch(/All else that it looks at\s+2\s+`member`, `basket`\./);
  });
  test("no gain over a poor rule is promised where the data say nothing", async () => {
    const words = await pageOf("noise", "executive");
    expect(words).toContain("Do not build this: the data say nothing about it.");
    expect(words).not.toContain("a model would bring");
  });
});

test("what is assumed and required is in the answer for programs", () => {
  const json = JSON.parse(JSON.stringify(assessmentJson(assessed)));
  expect(json.assumptions.map(({ status }: { status: string }) => status)).toEqual(["held", "refuted", "open"]);
  expect(json.needs.find(({ code }: { code: string }) => code === "data.assumptions").status).toBe("gap");
  expect(json.path.costs).toEqual({ build: 60_000, perYear: 40_000, from: "budget" });
  expect(json.chain.map(({ link }: { link: string }) => link)).toEqual([
    "business goal",
    "analytics problem",
    "ML objective",
    "loss",
    "proxy",
  ]);
});

test("where the rule that was found earns as much, the page for end users says that rule, and how often it is wrong", () => {
  if (assessed.kind !== "act" || assessed.worth === null) throw new Error("nothing was fitted");
  const { worth } = assessed;
  const found = { ...worth.found, words: "`calls` ≥ 3", over: { value: 0, low: -1, high: 1, level: 0.95 } };
  const verdict = { kind: "use-rule", reasons: [{ code: "rule.earns-as-much", message: "" }] } as const;
  const told = viewReport("end user", { ...assessed, verdict, worth: { ...worth, found } }, system);
  const words = toTerminal(told, { width: 400, colour: false });
  expect(words).toContain("decided by a fixed rule: acting when `calls` ≥ 3");
  expect(words).toContain("Of 100");
});
