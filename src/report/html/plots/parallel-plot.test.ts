import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { describePlot } from "../../blocks/describe-plot.ts";
import { parallelPlotNumbers, settleAxes } from "../../blocks/parallel-plot.ts";
import { parallelPlot, toHtml, toTerminal } from "../../index.ts";

const plot = parallelPlot({
  title: "Trials",
  axes: [{ name: "rate", log: true }, { name: "kind" }, { name: "loss" }],
  lines: [
    { name: "run_3", values: [0.01, "b", 0.31] },
    { name: "run_1", values: [0.1, "a", 0.4] },
    { name: "run_2", values: [1, null, 0.5] },
  ],
});
const page = { title: "Compared", summary: [], sections: [{ title: "All", blocks: [plot] }] };

test("a logarithmic axis gives equal ratios equal steps; words stand in the middle of their share; none has no place", () => {
  const [rate, kind] = settleAxes(plot);
  expect([0.01, 0.1, 1].map((value) => rate?.place(value))).toEqual([0, expect.closeTo(0.5, 12), 1]);
  expect(["a", "b", null].map((value) => kind?.place(value))).toEqual([0.25, 0.75, null]);
});

test("it is drawn with one line each, said in a sentence, and its numbers are in a table", async () => {
  const { document } = parseHTML(await toHtml(page));
  // Twice: for a wide window and for a phone.
  expect(document.querySelectorAll('g[aria-label="line"]')).toHaveLength(6);
  expect(describePlot(plot)).toContain(
    "3 compared by rate, kind, loss. The first is run_3: rate 0.01, kind b, loss 0.31",
  );
  expect(parallelPlotNumbers(plot).rows[2]).toEqual(["run_2", 1, "", 0.5]);
  const text = toTerminal(page, { width: 80, colour: false });
  expect(text).toContain("0.01 to 1");
});

test("one value for all, no value at all and no line at all are drawn too", async () => {
  const odd = [
    {
      ...plot,
      lines: [
        { name: "a", values: [2, "x", 1] },
        { name: "b", values: [2, "x", 1] },
      ],
    },
    { ...plot, lines: [{ name: "a", values: [null, null, Number.NaN] }] },
    { ...plot, lines: [] },
  ];
  const html = await toHtml({ ...page, sections: [{ title: "All", blocks: odd }] });
  expect(html).not.toContain("NaN,");
  expect(
    toTerminal({ ...page, sections: [{ title: "All", blocks: odd }] }, { width: 80, colour: false }),
  ).not.toContain("NaN");
});
