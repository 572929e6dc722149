import { expect, test } from "vitest";
import type { Compared } from "../../watch/index.ts";
import { compareDocument } from "./compare-document.ts";

const at = (day: number, hour = 0): number => Date.UTC(2026, 8, day, hour);
const outcome: Compared["differences"][number] = {
  ...{ kind: "outcome", name: "bought", component: "the outcome", owner: null, says: "bought comes less often" },
  ...{ aspect: "mix", distance: 0.2, explains: 0.8, how: "seen", evidence: [] },
};
const found: Compared = {
  system: "shop",
  bad: { from: at(24), to: at(26) },
  good: [{ from: at(10), to: at(12) }],
  decisions: { bad: 100, good: 100 },
  open: { bad: 0, good: 0, until: null },
  ...{ movements: [], explained: "value", differences: [outcome], remade: { decisions: 0, same: 0 } },
};
const proposed = (good: Compared["good"]): string =>
  JSON.stringify(compareDocument({ ...found, good }, { file: "shop", currency: "USD", decided: null }).sections.at(-1));

test("proposes to bisect between the stretches that were compared", () => {
  expect(proposed(found.good)).toContain("--good 2026-09-11T00:00 --bad 2026-09-25T00:00");
  const weeks = [
    { from: at(17), to: at(19) },
    { from: at(3), to: at(5) },
  ];
  expect(proposed(weeks)).toContain("--good 2026-09-18T00:00 --bad 2026-09-25T00:00");
});

test("where what was good came later, proposes the week before: a bisection goes forward", () => {
  expect(proposed([{ from: at(28), to: at(29) }])).toContain("--good 2026-09-18T00:00 --bad 2026-09-25T00:00");
});

test("says what money leaves out while outcomes are open, and until when", () => {
  const open = { bad: 60, good: 0, until: at(29) };
  const words = compareDocument({ ...found, open }, { file: "shop", currency: "USD", decided: null });
  expect(words.summary?.join(" ")).toMatch(
    /outcomes of 60 of the bad stretch and 0 of the good .* open until 2026-09-29/,
  );
  const untold = { kind: "insufficient", reason: "outcomes-open" } as const;
  const value = { measure: "value", unit: "money", good: untold, bad: untold, change: untold } as const;
  const still = { ...found, open, movements: [value], explained: null, differences: [] };
  expect(compareDocument(still, { file: "shop", currency: "USD", decided: null }).verdict).toMatchObject({
    tone: "unknown",
    text: expect.stringMatching(/money cannot be told yet: outcomes of these decisions are open until 2026-09-29/),
  });
});
