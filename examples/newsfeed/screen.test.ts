import { expect, test } from "vitest";
import { insufficient } from "../../src/kernel/index.ts";
import { toTerminal } from "../../src/report/index.ts";
import type { Findings } from "./demo/demo.ts";
import { closingWords, nextLines, screenOf } from "./demo/screen.ts";
import system from "./system.mts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 19);
const day = (i: number) => ({
  ...{ day: START + i * DAY, decisions: 2_500, shown: 900, violations: 12 },
  ...{ money: i > 17 && i < 27 ? 2.5 : 9, byRule: 3, atBest: 11 },
});
const look = (night: number) => ({
  day: night,
  readers: 90 * night,
  difference: night < 2 ? insufficient("too-few-rows") : { value: 0.01, low: night < 13 ? -0.001 : 0.001, high: 0.02 },
});
const phase = (name: string) => ({
  name,
  days: 9,
  decisions: 22_500,
  gained: 12,
  served: 3.8,
  byRule: 1.3,
  atBest: 4.4,
});

/** The longest story there is: fourteen nights of a test, and nearly two weeks until the alert. */
const findings = {
  system,
  proven: {
    looks: Array.from({ length: 14 }, (_, i) => look(i + 1)),
    sentence: "Ship “model”: it brings $14.70 more per 1,000 readers than “rule” (95% interval: $0.96 to $28.50).",
    ...{ chosen: "model", ended: START + 14 * DAY, truth: 0.0015 },
  },
  reweighed: {
    preview: { changes: { share: 0.066 } },
    models: { before: { engagement: "mdl_1" }, after: { engagement: "mdl_1" } },
  },
  adapted: {
    ...{ turned: START + 18 * DAY, promoted: START + 27 * DAY, alerts: [] },
    ...{ noticed: START + 20 * DAY, fellBack: START + 24 * DAY },
    loops: ["insufficient", "fell-back", "unproven"].map((kind) => ({ end: { kind } })),
    alert: {
      ...{ since: START + 20 * DAY, what: "Something", likely: "a release", next: [] },
      harm: { money: 2.4, currency: "USD", entities: 2_700 },
      symptoms: [
        { kind: "value.below-least", says: "a decision brings −0.00165 USD, where it is to bring at least 0.0013 USD" },
      ],
    },
  },
  settled: {
    measured: { value: 0.0015, low: 0.0008, high: 0.0021 },
    ledger: { launches: [{ asMeasured: 11.78 }] },
    phases: [
      "test: half rule, half models",
      "models for everybody",
      "after tastes turned",
      "the rule again",
      "retrained",
    ].map(phase),
  },
  days: Array.from({ length: 31 }, (_, i) => day(i)),
  counts: { decisions: 77_500, failed: 0 },
} as unknown as Findings;
const home = {
  folder: "/here/.cache/newsfeed",
  reports: { assessment: "/here/assessment.html", model: "/here/model.html", experiment: "/here/experiment.html" },
};
const shown = (of: Findings): readonly string[] => {
  const screen = toTerminal(screenOf(of), { width: 100, colour: false });
  return `${screen}\n${closingWords(of)}\n\n${nextLines(home)}`.split("\n");
};

test("the longest story fits on one screen, with what to type next for one's own data", () => {
  const lines = shown(findings);
  // Three more say where it serves, and how to ask it.
  expect(lines.length).toBeLessThanOrEqual(57);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  const text = lines.join(" ").replace(/\s+/g, " ");
  expect(text).toContain("the very same models");
  expect(text).toContain(
    "After 4 days of evidence the loop fell back to the rule. Retrained, tried on a few, serving everybody 7 days after the alert (loop 3); 77,500 decisions over HTTP, 0 failed.",
  );
  expect(text).toContain("npx alidade init data.csv --label y");
  expect(text).toMatch(/a year brings \$1,520,000, of which \$1,000,000 over the rule/);
});

test("what did not come about is said to be so", () => {
  const { adapted, proven, settled } = findings;
  const unseen = shown({
    ...findings,
    reweighed: null,
    adapted: { ...adapted, alert: null, noticed: null, fellBack: null, promoted: null, loops: [] },
  });
  expect(unseen.join(" ")).toContain("no monitor noticed");
  expect(unseen.join(" ")).not.toContain("Retrained");
  const refused = {
    ...adapted,
    fellBack: null,
    promoted: null,
    loops: [{ ...adapted.loops[0]!, end: { kind: "refused", at: 1, why: "" } }],
  } as const;
  expect(
    shown({ ...findings, adapted: refused })
      .join(" ")
      .replace(/\s+/g, " "),
  ).toContain("The loop ended as refused");
  const undecided = { ...findings, proven: { ...proven, looks: [] }, settled: { ...settled, measured: undefined } };
  expect(shown(undecided).join(" ").replace(/\s+/g, " ")).toContain("The test measured nothing that can be booked.");
});
