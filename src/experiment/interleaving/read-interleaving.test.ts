import { expect, test } from "vitest";
import type { CandidateRecord, DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import { readInterleaving, teamCredits } from "./read-interleaving.ts";

const candidate = (
  id: string,
  team: "control" | "treatment" | undefined,
  position: number | null,
): CandidateRecord => ({
  ...{ id, given: {}, features: {}, heads: {}, score: null, reasons: [], position },
  ...(team === undefined ? {} : { team }),
});

function decision(id: string, subject: string, eligible = true): DecisionRecord {
  const candidates = [candidate("a", "control", 1), candidate("b", "treatment", 2), candidate("c", undefined, null)];
  return {
    v: 1,
    kind: "decision",
    id,
    at: 100,
    subject,
    body: { eligible, candidates } as unknown as DecisionRecord["body"],
  };
}

const outcome = (
  of: string,
  candidate: string,
  { value = true as boolean | number, happenedAt = 110 } = {},
): OutcomeRecord => ({
  ...{ v: 1, kind: "outcome", id: `${of}${candidate}${happenedAt}`, at: happenedAt },
  body: { system: "s", decision: of, outcome: "click", candidate, value, happenedAt },
});

const asked = { outcome: "click", within: 50 };

test("an outcome credits whoever put its candidate there, once, within its window", () => {
  const outcomes = [
    outcome("d1", "b"),
    outcome("d1", "b", { happenedAt: 120 }),
    outcome("d1", "a", { value: 2.5 }),
    outcome("d1", "c"),
    outcome("d2", "a", { happenedAt: 151 }),
    outcome("d2", "b", { happenedAt: 99 }),
    outcome("d3", "b"),
    outcome("gone", "b"),
  ];
  const decisions = [decision("d1", "u"), decision("d2", "v"), decision("d3", "w", false)];
  expect([...teamCredits({ decisions, outcomes, ...asked })]).toEqual([
    ["u", { control: 2.5, treatment: 1 }],
    ["v", { control: 0, treatment: 0 }],
  ]);
});

test("a preference is told, and never as money", () => {
  const decisions = Array.from({ length: 40 }, (_, i) => decision(`d${i}`, `u${i}`));
  const outcomes = decisions.flatMap(({ id }, i) => [outcome(id, i % 8 === 0 ? "a" : "b")]);
  const reading = readInterleaving({ experiment: "x", decisions, outcomes, ...asked });
  expect(reading.sentence).toMatch(/^The treatment's order is preferred: 0.75 more credit per entity/);
  expect(reading.tone).toBe("good");
  expect(reading.remarks.join(" ")).toContain("35 entities gave more credit to the treatment, 5 to the control");
  expect(reading.remarks.at(-1)).toContain("not money");
  const nothing = readInterleaving({ experiment: "x", decisions, outcomes: [], ...asked });
  expect(nothing.sentence).toContain("No preference shown");
});
