import { describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { barPlot } from "../blocks/bar-plot.ts";
import { calibrationPlot } from "../blocks/calibration-plot.ts";
import { callout } from "../blocks/callout.ts";
import { histogram } from "../blocks/histogram.ts";
import { intervalPlot } from "../blocks/interval-plot.ts";
import { keyValues } from "../blocks/key-value.ts";
import { linePlot } from "../blocks/line-plot.ts";
import { list } from "../blocks/list.ts";
import { parallelPlot } from "../blocks/parallel-plot.ts";
import { table } from "../blocks/table.ts";
import type { Document } from "../document.ts";
import { textWidth } from "../text.ts";
import { assumed, estimate, money, words } from "../values.ts";
import { toTerminal } from "./to-terminal.ts";

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
const usd = { currency: "USD" };

const report: Document = {
  title: "Readmission model",
  subtitle: "Version 7",
  verdict: { tone: "good", text: "Worth having." },
  summary: ["It earns $9.80 per discharge more than the rule without ML, and the interval stays above zero."],
  sections: [
    {
      title: "What it is worth",
      blocks: [
        intervalPlot({
          title: "Value per discharge",
          value: { label: "Value", unit: usd },
          reference: { at: 0, label: "call nobody" },
          items: [
            { name: "Trees", estimate: { value: 12.4, low: 9.1, high: 15.6 } },
            { name: "Rule", estimate: { value: 2.6, low: -0.4, high: 5.7 }, tone: "unknown" },
            { name: "Everybody", estimate: { value: -11.3, low: -13.9, high: -8.8 }, tone: "bad" },
            { name: "Under 30", estimate: insufficient("too-few-positives", { need: 50, have: 31 }) },
          ],
        }),
        keyValues([{ name: "A call that works", value: assumed(money(1900, "USD")), note: "from care management" }]),
      ],
    },
    {
      title: "How it compares",
      blocks: [
        table(
          ["Competitor", "ROC-AUC", { name: "p99", unit: "duration" }, "Gate"],
          [
            ["Trees", estimate({ value: 0.668, low: 0.663, high: 0.673 }), 1.9, words("passed", { tone: "good" })],
            ["Rule: two or more earlier stays", 0.5, 0.01, words("not above zero", { tone: "unknown" })],
          ],
        ),
        barPlot({
          title: "Importance",
          value: { label: "Share", unit: "percent" },
          bars: [
            { name: "visits", value: 0.4 },
            { name: "age", value: 0.1 },
          ],
        }),
        callout("warning", "The effect is assumed."),
        list(["One", "Two"], { ordered: true }),
      ],
    },
    { title: "Lineage", detail: true, blocks: [keyValues({ Seed: "42" })] },
  ],
};

test("bars that lie on both sides of zero grow from a line between them", () => {
  const value = { label: "Money", unit: { currency: "USD" } } as const;
  const bars = [
    { name: "good", value: 4 },
    { name: "none", value: 0 },
    { name: "bad", value: -2 },
  ];
  const sections = [{ title: "Days", blocks: [barPlot({ title: "Money", value, bars })] }];
  const text = toTerminal({ title: "Money", summary: [], sections }, { width: 48, colour: false });
  const lines = text.split("\n").filter((line) => line.includes("┆"));
  const zero = lines.map((line) => line.indexOf("┆"));
  expect(new Set(zero).size).toBe(1);
  const [good, none, bad] = lines.map((line) => (line.match(/█/g) ?? []).length);
  // To a column.
  expect(Math.abs(good! - 2 * bad!)).toBeLessThanOrEqual(2);
  expect([none, lines[2]!.indexOf("█") < zero[0]!, lines[0]!.indexOf("█") > zero[0]!]).toEqual([0, true, true]);
});

describe("a report on a terminal", () => {
  test("reads like this at 72 columns", () => {
    expect(toTerminal(report, { width: 72, colour: false })).toMatchInlineSnapshot(`
      "Readmission model
      ═════════════════
      Version 7

      ✓ Worth having.

      It earns $9.80 per discharge more than the rule without ML, and the
      interval stays above zero.

      What it is worth
      ────────────────

        Value per discharge
        Trees                    ┆        ├──●──┤  $12.40 ($9.10 to $15.60)
        Rule                    ├┼─○──┤            $2.60 (−$0.40 to $5.70)
        Everybody  ├──◆─┤        ┆                 −$11.30 (−$13.90 to −$8.80)
        Under 30   not enough data (too few positives: needs 50, has 31)
                   −$13.90                 $15.60
                   ┆ call nobody

        A call that works  $1,900.00 [assumed]
                           from care management

      How it compares
      ───────────────

        Competitor                             ROC-AUC     p99  Gate
        ──────────────────────  ──────────────────────  ──────  ──────────────
        Trees                   0.668 (0.663 to 0.673)  1.9 ms  passed
        Rule: two or more                        0.500   10 µs  not above zero
        earlier stays

        Importance
        visits  ████████████████████████████████████████████████  40.0%
        age     ████████████                                      10.0%

        ┃ Warning
        ┃ The effect is assumed.

        1. One
        2. Two

      1 more section in detail
      "
    `);
  });

  test("shows detail when asked", () => {
    const text = toTerminal(report, { width: 72, colour: false, detail: true });
    expect(text).toContain("Seed");
    expect(text).not.toContain("more section");
    const told = toTerminal(report, { width: 72, colour: false, detailBy: "`--detail`" });
    expect(told).toContain("1 more section in detail: `--detail` shows it\n");
  });

  test.each([20, 32, 40, 60, 72, 100, 200])("never runs over a window of %d columns", (width) => {
    const lines = toTerminal(report, { width, colour: false, detail: true }).split("\n");
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(Math.max(32, width));
  });

  test("has not one escape byte without colour, whatever the texts contain", () => {
    const hostile = { ...report, title: "\u001b[31mred\u001b]0;title\u0007", summary: ["\u009b2J"] };
    expect(toTerminal(hostile, { width: 80, colour: false, detail: true })).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test("with colour says the same words", () => {
    const coloured = toTerminal(report, { width: 72, colour: true });
    expect(coloured).toContain("\u001b[");
    const plain = coloured.replace(COLOUR, "").replace(/ +$/gm, "");
    expect(plain).toBe(toTerminal(report, { width: 72, colour: false }));
  });
});

test("lines, calibration and histograms are drawn in letters", () => {
  const blocks = [
    linePlot({
      title: "ROC-AUC by day",
      x: { label: "Day" },
      y: { label: "ROC-AUC" },
      series: [
        {
          name: "live",
          points: [
            [0, 0.6],
            [1, 0.7],
            [2, 0.65],
            [3, Number.NaN],
            [4, 0.7],
          ],
        },
      ],
    }),
    calibrationPlot({
      title: "Calibration",
      outcome: "readmitted",
      bins: [
        { score: 0.05, observed: 0.06, low: 0.04, high: 0.08, count: 900 },
        { score: 0.3, observed: 0.2, low: 0.15, high: 0.25, count: 90 },
      ],
    }),
    histogram({
      title: "Scores",
      x: { label: "Score", unit: "percent" },
      edges: [0, 0.25, 0.5, 0.75, 1],
      series: [{ name: "all", counts: [8, 4, 2, 0] }],
    }),
  ];
  const text = toTerminal(
    { title: "T", summary: [], sections: [{ title: "S", blocks }] },
    { width: 64, colour: false },
  );
  expect(text).toMatchInlineSnapshot(`
    "T
    ═

    S
    ─

      ROC-AUC by day
      live  ▁▁▂▃▃▄▅▆▆▇████▇▇▇▆▆▆▅▅▅                     █  0.6 → 0.7
            0                                           4
      ROC-AUC, 0.6 to 0.7, by Day

      Calibration
      said 5.0%       ├┼●┤                       6.0% (4.0% to 8.0%)
      said 30.0%                ├────●───┤    ┆  20% (15% to 25%)
                  0%                      30.0%
                  ┆ what was said; the dot is the share readmitted

      Scores
      all  ████████████▅▅▅▅▅▅▅▅▅▅▅▃▃▃▃▃▃▃▃▃▃▃▃▁▁▁▁▁▁▁▁▁▁▁  14 values
           0%                                        100%
    "
  `);
});

test("puts columns that do not fit below, with the first again, and breaks no word", () => {
  const names = ["featureFraction", "learningRate", "minDataInLeaf", "numLeaves", "lambdaL2", "rounds"];
  const block = table(["Run", "Status", ...names], [["run_readmission_12", "finished", ...names.map((_, i) => i / 8)]]);
  const sections = [{ title: "All", blocks: [block] }];
  const text = toTerminal({ title: "Runs", summary: [], sections }, { width: 80, colour: false });
  for (const word of ["finished", ...names, "0.625"]) expect(text.split(/\s+/)).toContain(word);
  expect(text.match(/run_readmission_12/g)).toHaveLength(2);
  for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(80);
});

test("draws ranges of numbers alone when many are compared, and says what dot and line are", () => {
  const lines = Array.from({ length: 20 }, (_, i) => ({ name: `run_${i}`, values: ["gbdt", i, i === 3 ? 1 : null] }));
  const axes = [{ name: "learner" }, { name: "rounds" }, { name: "share" }];
  const sections = [{ title: "All", blocks: [parallelPlot({ title: "Runs", axes, lines })] }];
  const text = toTerminal({ title: "Runs", summary: [], sections }, { width: 80, colour: false });
  expect(text).not.toContain("learner");
  expect(text).toMatch(/rounds .* 0 to 19$/m);
  expect(text).toMatch(/share +1$/m);
  expect(text).toContain("The dot: the first of the 20. The line: where the first 2 lie.");
});

test("breaks neither an id nor a date in two while another column can give way", () => {
  const id = "mdl_0123456789abcdef";
  const rows = [["run_shop_12", "2026-11-22 14:58", id, "because the prices have changed since Monday"]];
  const block = table(["Run", "Started", "Model", "Why"], rows);
  const lines = toTerminal(
    { title: "Runs", summary: [], sections: [{ title: "All", blocks: [block] }] },
    {
      width: 64,
      colour: false,
    },
  ).split("\n");
  for (const word of ["run_shop_12", "2026-11-22", id]) expect(lines.some((line) => line.includes(word))).toBe(true);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(64);
});

test("lets a branch of a tree that wraps go on beside its strokes", () => {
  const long = "a note that is long enough to wrap where there is room for little";
  const block = table(
    ["What", "Kind", "Known of it"],
    [
      ["snapshot", "text", long],
      ["│  └─\u00a0file examples/churn-visits.csv", "text", long],
    ],
  );
  const lines = toTerminal(
    { title: "Tree", summary: [], sections: [{ title: "All", blocks: [block] }] },
    { width: 60, colour: false },
  ).split("\n");
  expect(lines.some((line) => line.startsWith("  │  └─\u00a0file "))).toBe(true);
  expect(lines.some((line) => /^ {2}│\s{5}examples\//.test(line))).toBe(true);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(60);
});
