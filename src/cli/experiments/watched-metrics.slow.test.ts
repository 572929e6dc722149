import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type MailDesk, type Mailing, openMailDesk } from "./mail.conformance.ts";

const DAY = 86_400_000;
const UNITS = 1_600;
const random = rng({ seed: 1, purpose: "test.watched" });
const chance = (p: number): boolean => random.uniform() < p;

/**
 * Half of the customers are keen and buy nine times in ten, the others one time in ten: their past tells which. The
 * treatment sells 8 points more, to one and the other alike. Each is decided for on three days running up to a week.
 */
function customers(harm = 0): readonly Mailing[] {
  return Array.from({ length: UNITS }, (_, i): readonly Mailing[] => {
    const [unit, treated, keen] = [`c${i}`, i % 2 === 1, (i >> 1) % 2 === 0];
    const country = ["at", "de", "ch"][i % 3] ?? "";
    const before = [-20, -15, -10].map((day) => ({ unit, arm: null, day, bought: chance(keen ? 0.9 : 0.1) }));
    const entered = 10 * random.uniform();
    const p = (keen ? 0.86 : 0.06) + (treated ? 0.08 : 0);
    const during = [0, 2, 4].map((age) => ({
      ...{ unit, country, arm: treated ? "treatment" : "control", day: entered + age, bought: chance(p) },
      complained: chance(0.1 + (treated ? harm : 0)),
      ...(chance(0.5) ? { minutes: 3 + random.normal() } : {}),
      took: 4 + random.uniform(),
    }));
    return [...before, ...during];
  }).flat();
}

let desk: MailDesk;
afterAll(() => desk.remove());

describe("an experiment of a system that watches metrics", () => {
  beforeAll(async () => {
    desk = await openMailDesk();
    await desk.write(customers(), ["--units", String(UNITS)]);
    desk.clock.advance(22 * DAY);
  });
  const read = () => desk.json("experiment", "read", "mail.mts", "--name", "calls");

  test("is read in its money, adjusted by the past, with what was planted", async () => {
    const { verdict, lifts, metrics, past } = await read();
    expect(verdict).toMatchObject({ call: "ship", kind: "better", arm: "treatment", rule: "fixed-horizon" });
    expect(past).toEqual({ days: 28, units: UNITS });
    const [money] = metrics;
    // Three mails of 10 each, 8 points more often: 2.4. Within four standard errors.
    const { value, low, high } = lifts[0].perUnit;
    expect(Math.abs(value - 2.4)).toBeLessThan((4 * (high - low)) / 2 / 1.96);
    expect(money.effects[0].fixed).toEqual(lifts[0].perUnit);
    // Of the sum of three sales, keenness explains 9 · 0.16 of 9 · 0.16 + 3 · 0.09 (84 %), and three past sales know keenness
    // with the same share: 1 − 0.84² is left, 0.29, give or take four standard errors of a squared correlation.
    expect(Math.abs(money.effects[0].kept - 0.29)).toBeLessThan(0.08);
  });

  test("tells every metric by its role, with the value in each arm", async () => {
    const { metrics, segments, novelty } = await read();
    const byName = Object.fromEntries(metrics.map((one: { name: string }) => [one.name, one]));
    expect(Object.keys(byName)).toEqual(["money", "buyers", "complaints", "minutes", "slowest", "back", "mailed"]);
    const value = (name: string, arm: string): number =>
      byName[name].arms.find((one: { arm: string }) => one.arm === arm).value.value;
    expect(Math.abs(value("complaints", "control") - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 2_400));
    expect(Math.abs(value("minutes", "control") - 3)).toBeLessThan(4 / Math.sqrt(1_200));
    expect(Math.abs(value("slowest", "control") - 4.9)).toBeLessThan(4 * Math.sqrt(0.09 / 2_400));
    expect(value("back", "treatment")).toBe(1);
    // Everybody was mailed, always.
    expect(byName.mailed.effects[0].fixed).toEqual({ insufficient: "zero-variance" });
    expect(byName.complaints.effects[0].aboveMargin.low).toBeGreaterThan(0);
    expect(segments.map(({ by, metric }: { by: string; metric: string }) => [by, metric])).toContainEqual([
      "country",
      "money",
    ]);
    // The effect lasts: the same on every day of every customer.
    expect(novelty).toMatchObject([{ metric: "money", course: "steady" }]);
  });

  test("says it first in a sentence, then in all metrics", async () => {
    const { out } = await desk.run("experiment", "read", "mail.mts", "--name", "calls");
    const text = out.replaceAll(/\s+/g, " ");
    expect(text).toContain("Ship “treatment”: it brings $");
    expect(text).toContain("1,600 entities had been decided for in the 28 days before; what they did then takes");
    for (const title of ["What it brings", "All metrics", "Guardrails", "The arms", "Can it be trusted?"])
      expect(out).toContain(title);
    expect(out.indexOf("Ship")).toBeLessThan(out.indexOf("All metrics"));
  });

  test("is planned by the same metrics and the same adjustment", async () => {
    const plan = await desk.json("experiment", "plan", "mail.mts", "--lift", "2.4");
    expect(plan.watched.map(({ metric }: { metric: { name: string } }) => metric.name)).toEqual(
      expect.arrayContaining(["buyers", "complaints", "minutes", "slowest", "back"]),
    );
    const complaints = plan.watched.find(({ metric }: { metric: { name: string } }) => metric.name === "complaints");
    expect(complaints.holds.units).toBeGreaterThan(100);
    expect(plan.cuped.variance).toBeLessThan(1);
    const { out } = await desk.run("experiment", "plan", "mail.mts", "--lift", "2.4");
    expect(out).toContain("What else it would show");
  });

  test("is archived by its end, with every metric, and can be taken back", async () => {
    const stopped = await desk.json("experiment", "stop", "mail.mts", "--name", "calls", "--keep", "treatment");
    expect(stopped.archived).toEqual(["mail/calls/treatment"]);
    const kept = await desk.json("experiments", "show", "mail/calls/treatment");
    expect(kept).toMatchObject({ decision: "shipped", verdict: "better", units: UNITS, revision: 1 });
    expect(Object.keys(kept.online)).toEqual(
      expect.arrayContaining(["moneyPerUnit", "moneyPerDecision", "buyers", "complaints"]),
    );
    const { comparison } = await desk.json("experiments", "withdraw", "mail/calls/treatment", "--why", "a mistake");
    expect(comparison).toMatchObject({ revision: 2, invalid: ["withdrawn"], why: "a mistake" });
    expect((await desk.json("ledger", "mail")).ledger.comparisons).toBe(0);
  });
});

test("a guardrail that is shown to break keeps an arm that earns more", async () => {
  const harmed = await openMailDesk();
  try {
    await harmed.write(customers(0.12), ["--units", String(UNITS)]);
    harmed.clock.advance(22 * DAY);
    const { verdict } = await harmed.json("experiment", "read", "mail.mts", "--name", "calls");
    expect(verdict).toMatchObject({ call: "dont", kind: "better" });
    expect(verdict.reasons[0]).toMatchObject({ code: "guardrail-broken", metric: "complaints" });
    expect(verdict.sentence).toMatch(/^Don't ship “treatment”: the guardrail “complaints” is shown to lose more/);
  } finally {
    await harmed.remove();
  }
});
