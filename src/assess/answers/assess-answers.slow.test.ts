import { describe, expect, test } from "vitest";
import type { RawTable } from "../../data/index.ts";
import { OPEN_QUESTIONS } from "../../objective/index.ts";
import { silentProgress, toHtml, toTerminal } from "../../report/index.ts";
import type { Estimate } from "../../stats/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import {
  type AnswerAssessment,
  type AssessDeps,
  assess,
  assessmentJson,
  assessmentReport,
  type VerdictKind,
} from "../index.ts";
import { ordering, pointless, shelving, simulatedOrders, tagging, timing } from "./shop.conformance.ts";

const compute: Compute = { map: async (kernel, inputs) => inputs.map((input) => kernel.run(input)) };

const known = new Map<SystemDefinition, Map<RawTable, Promise<AnswerAssessment>>>();

/** Without options of its own, each system and table is assessed once. */
function assessOf(system: SystemDefinition, table: RawTable): Promise<AnswerAssessment> {
  const tables = known.get(system) ?? new Map<RawTable, Promise<AnswerAssessment>>();
  known.set(system, tables);
  const found = tables.get(table) ?? assessAgain(system, table);
  tables.set(table, found);
  return found;
}

async function assessAgain(
  system: SystemDefinition,
  table: RawTable,
  options: Partial<AssessDeps> = {},
): Promise<AnswerAssessment> {
  // A clock that ticks when it is read: what is measured by it is the same every time.
  let ticks = 0;
  const deps = { read: async () => table, compute, progress: silentProgress, stopwatch: () => ticks++ };
  const assessment = await assess(system, { ...deps, ...options });
  if (assessment.kind !== "answer") throw new Error("the system acts");
  return assessment;
}

const orders = simulatedOrders(1_500);
const byArea = simulatedOrders(1_500, "area");
const few = simulatedOrders(35);

describe("a system that answers", () => {
  const cases: readonly (readonly [string, SystemDefinition, RawTable, VerdictKind, string])[] = [
    ["labels that two fields decide", shelving, orders, "use-rule", "lookup.enough"],
    ["labels that one field decides", shelving, byArea, "use-rule", "lookup.enough"],
    ["labels that nothing decides", shelving, simulatedOrders(1_500, "chance"), "dont", "signal.none"],
    ["labels of too few rows", shelving, few, "collect-first", "examples.too-few"],
    ["labels that are all the same", shelving, simulatedOrders(5), "collect-first", "examples.too-few"],
    ["sets of labels", tagging, orders, "use-ml", "gain.shown"],
    ["values", timing, orders, "use-ml", "gain.shown"],
    ["orders that two fields decide", ordering, orders, "use-rule", "lookup.enough"],
  ];
  test.each(cases.map(([name, ...rest]) => [name, rest] as const))(
    "with %s is assessed",
    async (_, [system, table, kind, code]) => {
      const { verdict } = await assessOf(system, table);
      expect(verdict.reasons[0], verdict.reasons[0]?.message).toMatchObject({ code });
      expect(verdict.kind).toBe(kind);
    },
  );

  test("is told which fields a lookup would need", async () => {
    const { lookup, worth } = await assessOf(shelving, byArea);
    expect(lookup).toContain("area");
    const right = worth?.entrants.find(({ name }) => name.includes("area"))?.facts[0]?.value ?? 0;
    // 90 % are where they belong, and a third of the rest by chance: four standard errors.
    const best = 0.9 + 0.1 / 3;
    expect(Math.abs(right - best)).toBeLessThan(4 * Math.sqrt((best * (1 - best)) / 1_500));
  });

  test("is paid by the payoff of its answers", async () => {
    const { worth } = await assessAgain(shelving, orders, { costPerYear: 10_000 });
    if (worth === null) throw new Error("nothing was fitted");
    for (const { perDecision, facts } of worth.entrants) {
      const right = facts[0]?.value ?? 0;
      expect((perDecision as Estimate).value).toBeCloseTo(2 * right - (1 - right), 9);
    }
    const gain = (worth.overRule as Estimate).value;
    expect(worth.perYear?.overRule).toMatchObject({ value: expect.closeTo(gain * 36_500, 6) });
    expect(worth.breakEven?.decisionsPerYear).toMatchObject({ value: expect.closeTo(10_000 / gain, 6) });
  });

  test("counts a list as one decision", async () => {
    const { plan, data } = await assessOf(ordering, orders);
    expect(data).toMatchObject({ lists: 300, examples: 300, rows: 1_500 });
    expect(plan?.decisionsPerUnit).toBe(1);
    expect(plan?.unitsPerDay).toBe(100);
  });

  test("knows no amount to prove while nobody has stated the objective", async () => {
    const { plan, questions, worth, verdict, chain } = await assessOf(pointless, orders);
    expect({ plan, questions, basis: worth?.basis }).toEqual({
      plan: null,
      questions: OPEN_QUESTIONS,
      basis: "assumed",
    });
    expect(chain[0]?.status).toBe("open");
    expect(verdict.kind).toBe("use-rule");
  });

  test("says what is not known as a value", async () => {
    const { perYear: _, ...objective } = shelving.objective as typeof shelving.objective & { perYear?: number };
    const { plan, worth, questions } = await assessOf({ ...shelving, objective } as SystemDefinition, orders);
    expect({ perYear: worth?.perYear, breakEven: worth?.breakEven }).toEqual({ perYear: null, breakEven: null });
    expect(plan?.days).toMatchObject({ kind: "insufficient", reason: "traffic-not-stated" });
    expect(questions).toHaveLength(2);
  });

  test("is shown as a report and as JSON, also when nothing could be fitted", async () => {
    for (const [system, table] of [
      [shelving, orders],
      [tagging, orders],
      [timing, orders],
      [ordering, orders],
      [shelving, few],
    ] as const) {
      const assessment = await assessOf(system, table);
      const report = assessmentReport(assessment, system);
      const screen = toTerminal(report, { width: 100, colour: false });
      expect(screen).toContain(`Assessment of ${system.name}`);
      for (const words of [screen, await toHtml(report)])
        expect(words).not.toMatch(/NaN|undefined|\[object|[Aa]cting on nobody/);
      const json = JSON.parse(JSON.stringify(assessmentJson(assessment)));
      expect(json).toMatchObject({ kind: "answer", system: system.name, data: { rows: table.rows } });
      expect(json.value === null).toBe(assessment.signal === null);
    }
  });

  test("gets the same assessment from the same data and seed", async () => {
    const [one, two] = [await assessOf(timing, orders), await assessAgain(timing, orders)];
    expect({ ...one, seconds: 0 }).toEqual({ ...two, seconds: 0 });
  });
});
