import { describe, expect, test } from "vitest";
import type { GateReason, GateVerdict } from "../../evaluate/index.ts";
import { unstated } from "../../objective/index.ts";
import { nextSteps, refused } from "./next-steps.ts";

type Judged = Parameters<typeof nextSteps>[0];

function judged(
  verdict: GateVerdict,
  reasons: readonly (readonly [string, GateVerdict])[],
  adoption = "waiting",
): Judged {
  return {
    gate: { verdict, reasons: reasons.map(([code, finding]): GateReason => ({ code, finding, message: code })) },
    models: [{ head: "risk", id: "mdl_1", bytes: 1, known: false }],
    adoption: { kind: adoption, message: "" },
  } as unknown as Judged;
}
const stated = { stated: true, approves: ["lead"] } as never;
const next = (of: Judged, objective = stated) => nextSteps(of, { file: "a.mts", objective });

describe("after a training", () => {
  test("a no is followed by what to change, and by three ways on", () => {
    expect(next(judged("refuse", [["value.over-champion", "refuse"]]))).toEqual([
      "Keep the champion. Look for one that earns more: alidade search a.mts",
      "Watch it on real decisions, seen by nobody: alidade release a.mts mdl_1 --shadow",
      "Prove it on some of them: alidade experiment start a.mts --name <name> --treatment mdl_1 --traffic 0.1",
      'Set the gate aside, with a reason that is kept: alidade release a.mts mdl_1 --approve "lead" --why "…"',
      "alidade serve a.mts",
    ]);
  });

  test.each([
    ["value.over-rule", "insufficient", /^Collect more data/],
    ["slice.worse-than-rule", "refuse", /slices in the report/],
    ["guardrail.latency", "refuse", /smaller model/],
    ["calibration.slope", "refuse", /calibrate/],
    ["something.else", "refuse", /Change what the gate has not passed/],
  ] as const)("%s has an advice of its own", (code, finding, words) => {
    expect(next(judged(finding, [[code, finding]]))[0]).toMatch(words);
  });

  test("what is refused and serves already is taken out of service", () => {
    expect(next(judged("refuse", [["value.over-constant", "refuse"]], "unchanged"))).toEqual([
      "At these prices a model changes nothing: look at payoff and cost.",
      "It decides as before until something is released in its place; the rule: alidade release a.mts rule",
      'Set the gate aside, with a reason that is kept: alidade release a.mts mdl_1 --approve "lead" --why "…"',
      "alidade serve a.mts",
    ]);
  });

  test("nobody may set aside a gate whose objective names no approver", () => {
    const steps = next(judged("refuse", [["value.over-rule", "refuse"]]), { stated: true, approves: [] } as never);
    expect(steps).toContain("Nobody may set the gate aside: the objective’s `approves` is empty.");
  });

  test("what passed and waits is looked at before it is released; what serves is served", () => {
    const passed = [["value.over-rule", "pass"]] as const;
    expect(next(judged("pass", passed))).toEqual(["alidade release a.mts mdl_1 --dry-run", "alidade serve a.mts"]);
    expect(next(judged("pass", passed, "champion"))).toEqual(["alidade serve a.mts"]);
  });

  test("an objective that nobody has stated is no refusal", () => {
    const open = judged("insufficient", [["objective.unstated", "insufficient"]]);
    expect(refused(open)).toBe(false);
    expect(next(open, unstated({ act: "a", otherwise: "b" }) as never)).toHaveLength(2);
  });
});
