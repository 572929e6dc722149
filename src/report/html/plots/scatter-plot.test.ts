import { parseHTML } from "linkedom/worker";
import { describe, expect, test } from "vitest";
import { describePlot, plotNumbers } from "../../blocks/describe-plot.ts";
import { type ScatterPlot, scatterPlot } from "../../blocks/scatter-plot.ts";
import { toTerminal } from "../../terminal/to-terminal.ts";
import { toHtml } from "../to-html.ts";

const plot = (change: Partial<ScatterPlot> = {}): ScatterPlot =>
  scatterPlot({
    title: "Promised and kept",
    x: { label: "Offline delta" },
    y: { label: "Online lift", unit: { currency: "USD" } },
    dots: [
      { name: "one", group: "shop", x: { value: 1, low: 0.5, high: 1.5 }, y: { value: 2, low: 1, high: 3 } },
      { name: "two", group: "desk", x: { value: -1, low: -2, high: 0 }, y: { value: -2, low: -3, high: -1 } },
    ],
    fit: {
      name: "What was fitted",
      points: [
        [-1, -2],
        [1, 2],
      ],
      band: [
        [-1, -3, -1],
        [1, 1, 3],
      ],
    },
    references: [{ axis: "y", at: 0, label: "no lift" }],
    ...change,
  });

const page = (of: ScatterPlot) => ({ title: "t", summary: [], sections: [{ title: "s", blocks: [of] }] });

describe("a scatter plot", () => {
  test("draws a dot, two whiskers for each, a line and its band, and names the groups", async () => {
    const { document } = parseHTML(await toHtml(page(plot())));
    const svg = document.querySelector(".drawing.wide svg")!;
    expect(svg.querySelectorAll('[aria-label="dot"] path, [aria-label="dot"] circle').length).toBe(2);
    expect(svg.querySelectorAll('[aria-label="link"] path').length).toBe(4);
    expect(svg.querySelectorAll('[aria-label="area"] path').length).toBe(1);
    expect([...document.querySelectorAll(".legend li")].map((li) => li.textContent)).toEqual(["shop", "desk"]);
  });

  test("says in words and numbers what it shows", () => {
    expect(describePlot(plot())).toBe(
      "Scatter plot, Promised and kept: Online lift against Offline delta, 2 dots. What was fitted goes from −$2.00 at −1 to $2.00 at 1.",
    );
    expect(plotNumbers(plot()).rows.length).toBe(2);
  });

  test("is drawn in letters, the least first", () => {
    const text = toTerminal(page(plot()), { width: 80, colour: false });
    expect(text.indexOf("two")).toBeLessThan(text.indexOf("one"));
  });

  test("holds nothing when there is nothing", async () => {
    expect(
      await toHtml(page(scatterPlot({ title: "none", x: { label: "x" }, y: { label: "y" }, dots: [] }))),
    ).toContain("none");
  });
});
