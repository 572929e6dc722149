import { describe, expect, test } from "vitest";
import { contract, csv, flag, number, type RawTable, tableOf } from "../data/index.ts";
import { rng } from "../kernel/index.ts";
import { OPEN_QUESTIONS } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { silentProgress, toHtml, toJson, toTerminal } from "../report/index.ts";
import type { Compute } from "../store/index.ts";
import { on, type SystemDefinition } from "../system/index.ts";
import { type ActAssessment, type AssessDeps, assess, assessmentJson, assessmentReport } from "./index.ts";
import { planted } from "./planted/all.conformance.ts";
import { agreed } from "./planted/brief.conformance.ts";
import type { Planted } from "./planted/planted.conformance.ts";

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };

async function assessOf(
  system: SystemDefinition,
  table: RawTable,
  options: Partial<AssessDeps> = {},
): Promise<ActAssessment> {
  // A clock that ticks when it is read: what is measured by it is the same every time.
  let ticks = 0;
  const deps = { read: async () => table, compute, progress: silentProgress, stopwatch: () => ticks++ };
  const assessment = await assess(system, { ...deps, ...options });
  if (assessment.kind !== "act") throw new Error("the system does not act");
  return assessment;
}

function named(name: string): Planted {
  const found = planted.find((problem) => problem.name === name);
  if (found === undefined) throw new Error(`no planted problem ${name}`);
  return found;
}

const SEED = 101;
const assessed = new Map<string, Promise<ActAssessment>>();

/** Each planted problem is assessed once. */
function assessmentOf({ name, system, make }: Planted): Promise<ActAssessment> {
  const found = assessed.get(name) ?? assessOf(system, make(SEED));
  assessed.set(name, found);
  return found;
}

describe("the planted problems", () => {
  test.each(planted.map((problem) => [problem.name, problem.verdict, problem] as const))(
    "%s comes out as %s",
    async (_, verdict, problem) => {
      const assessment = await assessmentOf(problem);
      expect(assessment.verdict.kind, assessment.verdict.reasons.map(({ message }) => message).join("\n")).toBe(
        verdict,
      );
      expect(assessment.verdict.reasons.length).toBeGreaterThan(0);
    },
  );
});

describe("the rule that is found", () => {
  test("is printed in words a person would use", async () => {
    const { rule, verdict } = await assessmentOf(named("membership discount"));
    expect(rule?.words).toBe("`member` is yes and `basket` ≥ 50");
    expect(verdict.reasons[0]?.message).toContain("`member` is yes and `basket` ≥ 50");
  });
  test("may be arithmetic", async () => {
    const { rule } = await assessmentOf(named("sales total"));
    expect(rule?.kind).toBe("formula");
    expect(rule?.words).toMatch(/`(price|quantity)` × `(price|quantity)`\) − `rebate` ≥ (400|399)/);
  });
});

describe("a leak", () => {
  test("makes the verdict: fix the data first", async () => {
    const leaky = contract({ a: number(), b: number(), notes: number(), yes: flag({ known: "after" }) });
    const h = on(leaky);
    const { objective } = named("noise").system;
    const system = h.system({
      name: "leaky",
      source: csv("leaky.csv"),
      objective: objective as never,
      outcomes: { yes: h.outcome({ within: "1d", history: (r) => r.yes, changedByActing: false }) },
      features: h.features((r) => ({ a: r.a, b: r.b, notes: r.notes })),
      rule: (f) => f.a.atLeast(0.5),
      heads: {},
      weights: {},
      policy: actIf({ threshold: "from-payoff" }),
    });
    const r = rng({ seed: 3, purpose: "leaky" });
    const rows = Array.from({ length: 2_000 }, () => {
      const [a, b] = [r.uniform(), r.uniform()];
      const yes = r.uniform() < 0.3 + 0.4 * a;
      return { a, b, notes: (yes ? 2 : 0) + r.normal(), yes };
    });
    const { verdict } = await assessOf(
      system,
      tableOf({ a: "number", b: "number", notes: "number", yes: "flag" }, rows),
    );
    expect(verdict.kind).toBe("collect-first");
    expect(verdict.reasons[0]?.code).toBe("leak.suspected");
    expect(verdict.reasons[0]?.message).toContain("`notes`");
  });
});

describe("rows without a label", () => {
  const { system, make } = named("churn");
  const { rows, columns } = make(5);
  /** The label is missing where chance, or the months of a customer, say so. */
  const lacking = (isMissing: (row: number) => boolean): RawTable => ({
    rows,
    columns: columns.map((one) =>
      one.name !== "left" || one.kind === "text"
        ? one
        : { ...one, values: one.values.map((value, row) => (isMissing(row) ? Number.NaN : value)) },
    ),
  });
  const lenient = {
    ...system,
    contract: { ...system.contract, fields: { ...system.contract.fields, left: flag({ known: "after", missing: 1 }) } },
  };
  const months = columns.find(({ name }) => name === "months") as { readonly values: Float64Array };
  const draws = rng({ seed: 9, purpose: "unlabelled" });
  const chance = Float64Array.from({ length: rows }, () => draws.uniform());
  test.each([
    ["are told apart where they are of another kind", (row: number) => (months.values[row] ?? 0) > 40, "against"],
    ["are told to be like the others where chance drew them", (row: number) => (chance[row] ?? 0) < 0.3, "neither"],
  ] as const)("%s", async (_, isMissing, says) => {
    const { signs } = await assessOf(lenient, lacking(isMissing));
    expect(signs.find(({ code }) => code === "data.selection")).toMatchObject({ says });
  });
});

describe("what the data cannot tell", () => {
  test("is asked, and told where the brief has it; an impossible latency is told before anything is trained", async () => {
    const { signs } = await assessmentOf(named("churn"));
    const asked = signs.filter(({ says }) => says === "ask").map(({ code }) => code);
    expect(asked).toEqual(["upkeep", "ask.on-record", "ask.use", "ask.wrong", "ask.change"]);
    const { system, make } = named("churn");
    const requirements = { ...agreed.requirements, realTime: { p99Ms: 0.5 } };
    const told = { ...system, objective: { ...system.objective, ...agreed, requirements } } as SystemDefinition;
    const assessment = await assessOf(told, make(SEED), { costPerYear: 1 });
    const { signs: informed, needs } = assessment;
    expect(informed.filter(({ says }) => says === "ask").map(({ code }) => code)).toEqual([
      "ask.on-record",
      "ask.change",
    ]);
    expect(informed.find(({ code }) => code === "upkeep")?.says).toBe("for");
    // The clock ticks once for each decision: a millisecond.
    expect(needs.find(({ code }) => code === "deployment.latency")?.status).toBe("gap");
    const report = toTerminal(assessmentReport(assessment, told), { width: 400, colour: false });
    expect(report).toContain("Not as required: answers in time. Needed: 0.5 ms at p99");
  });
});

describe("an objective that nobody has stated", () => {
  test("leaves three questions open, money assumed and no amount to prove", async () => {
    const { questions, worth, chain, plan } = await assessmentOf(named("last month's buyers"));
    expect(questions).toEqual(OPEN_QUESTIONS);
    expect(worth?.basis).toBe("assumed");
    expect(plan).toBeNull();
    expect(chain[0]?.status).toBe("open");
  });
});

describe("value and plan", () => {
  const { system, make } = named("churn");
  test("follow from gain, volume, cost and traffic", async () => {
    const { worth, plan, questions } = await assessOf(system, make(5), { perDay: 1_000, costPerYear: 50_000 });
    const gain = worth?.overRule as { value: number; low: number };
    expect(gain.low).toBeGreaterThan(0);
    expect(worth?.perYear?.overRule).toMatchObject({ value: expect.closeTo(gain.value * 500_000, 5) });
    expect(worth?.breakEven?.decisionsPerYear).toMatchObject({ value: expect.closeTo(50_000 / gain.value, 6) });
    expect(plan?.unitsPerDay).toBe(1_000);
    expect(plan?.days).toBe(Math.ceil((plan?.units as number) / 1_000));
    expect(questions).toHaveLength(1);
  });
  test("cover the assumed effect: acting is worth more where it achieves more", async () => {
    const { worth } = await assessmentOf(named("churn"));
    const ends = worth?.overEffect ?? [];
    expect(ends.map(({ effect }) => effect)).toEqual([0.1, 0.5]);
    const [low = 0, high = 0] = ends.map(({ overNothing }) => ("value" in overNothing ? overNothing.value : 0));
    expect(low).toBeLessThan(high);
    expect(worth?.breakEven).toBeNull();
  });
});

describe("what an assessment is shown as", () => {
  test("a report and JSON, also when nothing could be fitted", async () => {
    for (const name of ["churn", "too few examples"]) {
      const { system } = named(name);
      const assessment = await assessmentOf(named(name));
      const report = assessmentReport(assessment, system);
      expect(toTerminal(report, { width: 100, colour: false })).toContain(`Assessment of ${system.name}`);
      expect(await toHtml(report)).toContain("</html>");
      expect(() => JSON.parse(toJson(report))).not.toThrow();
      const json = JSON.parse(JSON.stringify(assessmentJson(assessment)));
      expect(json).toMatchObject({
        system: system.name,
        verdict: { kind: assessment.verdict.kind },
        data: { rows: assessment.data.rows },
      });
      expect(json.value === null).toBe(name === "too few examples");
    }
  });
  test("a label that is the same in every row is an answer, not an error", async () => {
    const { system } = named("noise");
    const kinds = { who: "number", a: "number", b: "number", c: "number", d: "text", yes: "flag" } as const;
    const table = tableOf(
      kinds,
      Array.from({ length: 50 }, (_, who) => ({ who, a: who, b: 1, c: 2, d: "x", yes: false })),
    );
    const { verdict, data } = await assessOf(system, table);
    expect(verdict.kind).toBe("collect-first");
    expect(data).toMatchObject({ rows: 50, positives: 0, rarer: 0, constant: ["b", "c", "d"] });
  });
  test("the same data and seed give the same assessment", async () => {
    const { system, make } = named("membership discount");
    const [one, two] = [await assessOf(system, make(SEED)), await assessmentOf(named("membership discount"))];
    expect({ ...one, seconds: 0 }).toEqual({ ...two, seconds: 0 });
  });
});
