import { afterEach, beforeEach, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { type MailDesk, type Mailing, openMailDesk } from "../experiments/mail.conformance.ts";

const DAY = 86_400_000;

let desk: MailDesk;
beforeEach(async () => {
  desk = await openMailDesk();
});
afterEach(() => desk.remove());

const random = rng({ seed: 6, purpose: "test.held-back" });

/** A thousand customers in a month, one in five of whom gets no mail; of the others so many buy. */
function month(release: string, from: number, share: number): readonly Mailing[] {
  return Array.from({ length: 1_000 }, (_, i): Mailing => {
    const held = i % 5 === 0 ? { held: true as const } : {};
    return {
      unit: `${release}-${i}`,
      arm: null,
      day: from + i / 40,
      release,
      bought: random.uniform() < share,
      ...held,
    };
  });
}

/** What an experiment said of a launch: money per decision more. */
const comparison = (treatment: string, lift: number) => ({
  ...{ system: "mail", experiment: `to ${treatment}`, basis: "randomised", releases: { control: "rel_a", treatment } },
  ...{ from: "2026-01-01", until: "2026-02-01", units: 5_000, currency: "USD", verdict: "better", decision: "shipped" },
  online: { moneyPerDecision: { value: lift, standardError: 0.3 } },
});

test("the ledger is held against the system's own holdback, less what its base brings over nothing", async () => {
  await desk.write([]);
  // Bought by four in ten, a mail is worth 3; by six in ten, 5: the launch brought 2.
  await desk.more([...month("rel_a", 1, 0.4), ...month("rel_b", 32, 0.6)]);
  desk.clock.advance(80 * DAY);
  const others = [-0.5, 0.2, 1, -1, 0.6, 2.4, 1.8].map((lift, i) => comparison(`rel_${i}`, lift));
  const file = JSON.stringify([comparison("rel_b", 2), ...others]);
  await desk.file("past.json", file);
  await desk.run("experiments", "add", "past.json");
  const { reconciled } = await desk.json("ledger", "mail.mts");
  const [base, launch] = reconciled;
  expect(base).toMatchObject({ agrees: { reason: "is-the-base" } });
  expect(launch).toMatchObject({ by: base.experiment, agrees: true, decisions: expect.any(Number) });
  const perDecision = launch.measured.value / launch.decisions;
  // 800 of each month with a variance of 24: the difference of two months is known to √(2 · 24 / 800).
  expect(Math.abs(perDecision - 2)).toBeLessThan(4 * Math.sqrt((2 * 24) / 800));
  const { out, exit } = await desk.run("ledger", "mail.mts");
  expect(exit).toBe(0);
  expect(out.replaceAll(/\s+/g, " ")).toContain("over rel_a, whose own worth the holdback own-rel_a told");
});
