import { describe, expect, test } from "vitest";
import { contract, number, tableOf, text } from "../data/index.ts";
import { on } from "../system/index.ts";
import { coarserLabels, coarserOutcome } from "./coarser.ts";

const fields = contract({ state: text({ known: "after" }), spent: number({ known: "after" }) });
const h = on(fields);
const known = { within: "1d", changedByActing: false } as const;
/** 20 lost, 90 late, 1,000 fine; from 0 to 1,109 spent. */
const table = tableOf(
  { state: "text", spent: "number" },
  Array.from({ length: 1_110 }, (_, i) => ({ state: i < 20 ? "lost" : i < 110 ? "late" : "fine", spent: i })),
);

describe("a yes that is too rare", () => {
  test("may count the rarest other value that makes it enough", () => {
    const { history } = h.outcome({ ...known, history: (r) => r.state.equals("lost") });
    expect(coarserOutcome(history, table)).toBe(
      "count “late” of `state` as a yes too, if that serves the purpose: 110 examples",
    );
  });
  test("may begin lower, where there are just enough", () => {
    const { history } = h.outcome({ ...known, history: (r) => r.spent.atLeast(1_100) });
    expect(coarserOutcome(history, table)).toBe(
      "take `spent` ≥ 1010 as a yes, if that serves the purpose: 100 examples",
    );
  });
  test("is left as it is where nothing coarser is to be seen", () => {
    const { history } = h.outcome({ ...known, history: (r) => r.state.oneOf(["lost", "late"]) });
    expect(coarserOutcome(history, table)).toBeNull();
  });
});

describe("labels that are too rare", () => {
  const rows = (label: string, count: number) => ({ label, rows: count });
  test("go one level up where they have one", () => {
    const shares = [rows("food > bread", 900), rows("fashion > shoes", 60), rows("fashion > hats", 50)];
    expect(coarserLabels(shares)).toBe("one level up where labels are rare: “fashion” (110 rows)");
  });
  test("go together where they have none", () => {
    expect(coarserLabels([rows("a", 860), rows("b", 80), rows("c", 60)])).toBe(
      "answer the 2 rare labels as one, “other”: 140 rows, 14.0% of all",
    );
  });
  test("need nothing where there are enough, and have nowhere to go where there are two", () => {
    expect(coarserLabels([rows("a", 500), rows("b", 300), rows("c", 100)])).toBeNull();
    expect(coarserLabels([rows("a", 500), rows("b", 30)])).toBeNull();
  });
});
