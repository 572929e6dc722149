import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { goodnessOfFit, independence } from "../../stats/index.ts";
import { type AssigningPlan, assignInPlan, type PlannedExperiment } from "./in-plan.ts";

const entities = Array.from({ length: 8_000 }, (_, i) => `e${i}`);
/** One in ten thousand sound assignments would be called broken. */
const ALPHA = 1e-4;

const line = (
  name: string,
  [from, to]: readonly [number, number],
  more: Partial<PlannedExperiment> = {},
): PlannedExperiment => ({
  ...{ name, namespace: "shop", salt: `salt-of-${name}`, control: `${name}-control`, from, to },
  ...more,
});

/** A plan with a holdback of a tenth, and experiments of two equal arms each. */
function planOf(experiments: readonly PlannedExperiment[], salt = "plan"): AssigningPlan {
  const taken = experiments.reduce((sum, { from, to }) => sum + to - from, 0);
  const arms = experiments.flatMap(({ name, from, to }) =>
    ["control", "treatment"].map((arm) => ({
      ...{ arm: `${name}-${arm}`, share: (0.9 * (to - from)) / 2, purpose: "experiment", experiment: name },
    })),
  );
  const rest = taken < 1 ? [{ arm: "champion", share: 0.9 * (1 - taken), purpose: "champion" }] : [];
  return { salt, allocations: [...rest, ...arms, { arm: "holdback", share: 0.1, purpose: "holdback" }], experiments };
}

const armsIn = (plan: AssigningPlan, at = 0): readonly string[] =>
  entities.map((entity) => assignInPlan(plan, { entity, at }));

function pOf(plan: AssigningPlan): number {
  const arms = armsIn(plan);
  const counts = plan.allocations.map(({ arm }) => arms.filter((one) => one === arm).length);
  const fit = goodnessOfFit(
    counts,
    plan.allocations.map(({ share }) => share),
  );
  if (isInsufficient(fit)) throw new Error(fit.reason);
  return fit.pValue;
}

function pIndependent(a: readonly string[], b: readonly string[]): number {
  const [rows, columns] = [[...new Set(a)], [...new Set(b)]];
  const table = rows.map((row) => columns.map((column) => a.filter((one, i) => one === row && b[i] === column).length));
  const found = independence(table);
  if (isInsufficient(found)) throw new Error(found.reason);
  return found.pValue;
}

describe("a plan with experiments", () => {
  const both = planOf([line("one", [0, 0.3]), line("two", [0.3, 0.8])]);

  test("gives every arm the share that the plan says", () => {
    expect(pOf(both)).toBeGreaterThan(ALPHA);
    expect(pOf(planOf([line("all", [0, 1])]))).toBeGreaterThan(ALPHA);
  });

  test("has nobody in two experiments of one namespace, and moves nobody when another begins or ends", () => {
    const [alone, together] = [armsIn(planOf([line("one", [0, 0.3])])), armsIn(both)];
    alone.forEach((arm, i) => {
      if (arm.startsWith("one-") || arm === "holdback") expect(together[i]).toBe(arm);
      else expect(["champion", "two-control", "two-treatment"]).toContain(together[i]);
    });
  });

  test("splits an experiment independently of the one that had its place before", () => {
    const [before, after] = [armsIn(planOf([line("one", [0, 1])])), armsIn(planOf([line("two", [0, 1])]))];
    const inside = before.flatMap((arm, i) => (arm === "holdback" ? [] : [i]));
    expect(
      pIndependent(
        inside.map((i) => before[i] as string),
        inside.map((i) => after[i] as string),
      ),
    ).toBeGreaterThan(ALPHA);
  });

  test("is independent of a plan in another namespace, and shares nobody with one in its own on another part", () => {
    const here = planOf([line("one", [0, 0.5])]);
    const elsewhere = planOf([line("two", [0.5, 1], { namespace: "search" })], "other");
    const beside = planOf([line("two", [0.5, 1])], "other");
    expect(pIndependent(armsIn(here), armsIn(elsewhere))).toBeGreaterThan(ALPHA);
    const [mine, theirs] = [armsIn(here), armsIn(beside)];
    expect(mine.some((arm, i) => arm.startsWith("one-") && theirs[i]?.startsWith("two-"))).toBe(false);
  });

  test("without any is one line of adjoining arms, as ever", () => {
    const { experiments: _none, ...plain } = both;
    expect(new Set(armsIn(plain)).size).toBe(6);
    expect(armsIn({ ...plain, experiments: [] })).toEqual(armsIn(plain));
  });
});

describe("arms that time changes", () => {
  const HOUR = 3_600_000;
  test("take turns: everybody is in the same arm, and every round has each once", () => {
    const clock = { from: 0, blockMs: HOUR, burnInMs: 0 };
    const plan = planOf([line("turns", [0, 1], { switchback: clock })]);
    const arms = Array.from({ length: 400 }, (_, hour) => {
      const some = entities.slice(0, 60).map((entity) => assignInPlan(plan, { entity, at: hour * HOUR + 5 }));
      const [arm, ...others] = new Set(some.filter((one) => one !== "holdback"));
      expect(others).toEqual([]);
      return arm;
    });
    for (let round = 0; round < 200; round++) expect(new Set(arms.slice(2 * round, 2 * round + 2)).size).toBe(2);
    const first = arms.filter((arm, i) => i % 2 === 0 && arm === "turns-control").length;
    // 200 fair coins: four standard deviations.
    expect(Math.abs(first - 100)).toBeLessThan(4 * Math.sqrt(50));
  });

  test("grow: whoever has the treatment keeps it, and each step has its share", () => {
    const clock = { from: 0, everyMs: HOUR, steps: [0.1, 0.5, 1] };
    const plan = planOf([line("steps", [0, 1], { stepped: clock })]);
    const at = [-1, 0, HOUR, 2 * HOUR, 9 * HOUR].map((time) => armsIn(plan, time));
    const treated = at.map((arms) => arms.map((arm) => arm === "steps-treatment"));
    const taking = at[0]!.filter((arm) => arm !== "holdback").length;
    [0, 0.1, 0.5, 1, 1].forEach((share, step) => {
      const count = treated[step]!.filter(Boolean).length;
      expect(Math.abs(count - share * taking)).toBeLessThanOrEqual(4 * Math.sqrt(taking * share * (1 - share)));
    });
    for (let step = 1; step < treated.length; step++)
      treated[step - 1]!.forEach((was, i) => {
        if (was) expect(treated[step]![i]).toBe(true);
      });
  });
});
