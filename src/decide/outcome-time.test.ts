import fc from "fast-check";
import { expect, test } from "vitest";
import { joinOutcomes } from "../data/index.ts";
import { virtualClock } from "../kernel/index.ts";
import type { OutcomeRecord } from "../records/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { deciderOf } from "./index.ts";
import { plain, system } from "./served.conformance.ts";

closeBenches();

const START = 1_700_000_000_000;
const DAY = 86_400_000;

async function open() {
  const { state, registry } = await openBench();
  const { journal, ids } = state;
  const at = (now: number) =>
    deciderOf([system], { registry, journal, ids, clock: virtualClock(now), stopwatch: () => 0 });
  const decision = await (await at(START)).decide(system, { entity: "e", given: plain });
  const report = async (key: string, when: { readonly at: number; readonly now: number }): Promise<OutcomeRecord> => {
    await (await at(when.now)).outcome({ decision: decision.id, outcome: "back", at: when.at, key });
    return (await journal.find("outcome", `${system.name}/${key}`)) as OutcomeRecord;
  };
  return { decision, report };
}

test("an outcome from a clock that is behind counts as of its decision, and what the clock said is kept", async () => {
  const { report } = await open();
  const now = START + 5_000;
  expect((await report("page", { at: START - 1, now })).body).toMatchObject({ happenedAt: START, saidAt: START - 1 });
  expect((await report("day", { at: START - DAY, now })).body).toMatchObject({ happenedAt: START });
  expect((await report("same", { at: START, now })).body).not.toHaveProperty("saidAt");
});

test("a clock of our own that was set back refuses none", async () => {
  const { report } = await open();
  const now = START - 600_000;
  expect(await report("after", { at: now + 1, now })).toMatchObject({ at: START, body: { happenedAt: START } });
});

test("a clock that is further off is refused, with how far it is and what to do", async () => {
  const { report } = await open();
  const refusal = (at: number) => report("k", { at, now: START + 1 }).catch((thrown: unknown) => thrown);
  expect(await refusal(START - DAY - 1)).toMatchObject({
    code: "outcomes.invalid",
    message: expect.stringMatching(/up to a day before the decision .* off by about 25 hours/),
    hint: expect.stringContaining("Set the clock"),
  });
  expect(await refusal(START + 3 * DAY + 1)).toMatchObject({
    message: expect.stringMatching(/up to a day in the future .* off by about 3 days/),
  });
});

test("whatever the clocks say, no outcome that was accepted is before its decision in what is learned from", async () => {
  const { decision, report } = await open();
  let reports = 0;
  const far = fc.integer({ min: -2 * DAY, max: 2 * DAY });
  await fc.assert(
    fc.asyncProperty(far, far, async (said, clock) => {
      const when = { at: START + said, now: START + clock };
      const found = await report(`r${reports++}`, when).catch(() => undefined);
      const taken = said >= -DAY && when.at - when.now <= DAY;
      expect(found !== undefined).toBe(taken);
      if (found === undefined) return;
      expect(Math.min(found.at, found.body.happenedAt)).toBeGreaterThanOrEqual(decision.at);
      expect(found.body.saidAt ?? found.body.happenedAt).toBe(when.at);
      const { labels } = joinOutcomes([decision], [found], { outcome: "back", within: 30 * DAY, now: found.at });
      expect(labels[0]).toMatchObject({ status: "known", label: true });
    }),
    { numRuns: 60 },
  );
});
