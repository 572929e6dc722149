import { parseHTML } from "linkedom/worker";
import { describe, expect, test } from "vitest";
import { insufficient } from "../../kernel/index.ts";
import { barPlot } from "../blocks/bar-plot.ts";
import { calibrationPlot } from "../blocks/calibration-plot.ts";
import { callout } from "../blocks/callout.ts";
import { commandLine } from "../blocks/command-line.ts";
import { histogram } from "../blocks/histogram.ts";
import { intervalPlot } from "../blocks/interval-plot.ts";
import { keyValues } from "../blocks/key-value.ts";
import { linePlot } from "../blocks/line-plot.ts";
import { list } from "../blocks/list.ts";
import { paragraph } from "../blocks/paragraph.ts";
import { table } from "../blocks/table.ts";
import type { Block, Document } from "../document.ts";
import { toJson } from "../json.ts";
import { assumed, estimate, money, words } from "../values.ts";
import { COLOURS } from "./style.ts";
import { toHtml } from "./to-html.ts";

/** A document in which every text is `text`. */
function everywhere(text: string): Document {
  const value = { label: text };
  const blocks: readonly Block[] = [
    paragraph(text),
    commandLine(text),
    list([text]),
    list([text], { ordered: true }),
    keyValues([
      { name: text, value: assumed(words(text, { tone: "bad" })), note: text },
      { name: text, value: insufficient(text) },
    ]),
    table([text, "n"], [[text, money(1, text)]], { caption: text }),
    callout("bad", text, text),
    linePlot({
      title: text,
      x: value,
      y: value,
      series: [
        {
          name: text,
          points: [
            [0, 1],
            [1, 2],
          ],
          band: [
            [0, 0, 2],
            [1, 1, 3],
          ],
        },
        { name: text, points: [[0, 1]] },
      ],
      references: [
        { axis: "x", at: 0.5, label: text },
        { axis: "y", at: 1, label: text },
      ],
    }),
    intervalPlot({
      title: text,
      value,
      items: [
        { name: text, estimate: { value: 1, low: 0, high: 2 } },
        { name: text, estimate: insufficient(text) },
      ],
      reference: { at: 1, label: text },
    }),
    barPlot({ title: text, value, bars: [{ name: text, value: 1 }] }),
    calibrationPlot({
      title: text,
      outcome: text,
      bins: [{ score: 0.1, observed: 0.2, low: 0.1, high: 0.3, count: 9 }],
    }),
    histogram({
      title: text,
      x: value,
      edges: [0, 1, 2],
      series: [{ name: text, counts: [1, 2] }],
      reference: { at: 1, label: text },
    }),
  ];
  return {
    title: text,
    subtitle: text,
    summary: [text],
    verdict: { tone: "unknown", text },
    sections: [
      { title: text, lead: text, blocks },
      { title: text, blocks: [], detail: true },
    ],
  };
}

const DRAWN = new Set(["svg", "g", "text", "tspan", "line", "path", "rect", "circle"]);

/** Every element outside the drawings with its attributes, in order: what the browser would build. */
function skeleton(html: string): string[] {
  const { document } = parseHTML(html);
  for (const svg of document.querySelectorAll("svg")) svg.innerHTML = "";
  return [...document.querySelectorAll("*")].map(
    (node) => `${node.tagName} ${[...node.attributes].map((a) => a.name)}`,
  );
}

/** What is inside the drawings and does not belong there. */
function strangers(html: string): string[] {
  const { document } = parseHTML(html);
  return [...document.querySelectorAll("svg, svg *")].flatMap((node) => [
    ...(DRAWN.has(node.tagName.toLowerCase()) ? [] : [node.tagName]),
    ...[...node.attributes].map((a) => a.name).filter((name) => /^on|href|^src/.test(name)),
  ]);
}

describe("no text can become markup", () => {
  const attacks = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>",
    "</title></svg></text><iframe src=//evil.example>",
    "]]><!--",
    "&lt;script&gt;",
    "javascript:alert(1)",
    "\u202e</p>\u0000<b>\u001b[2J",
  ];
  test.each(attacks)("%j", async (attack) => {
    const html = await toHtml(everywhere(attack));
    expect(skeleton(html)).toEqual(skeleton(await toHtml(everywhere("plain"))));
    expect(strangers(html)).toEqual([]);
    expect(html).not.toMatch(/<script|<iframe|<img|<b>/i);
  });

  test("control characters and direction overrides are gone", async () => {
    const html = await toHtml(everywhere("a\u202eb\u0007c\u001bd\u2067e"));
    expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(html).toContain("abcde");
  });
});

describe("the page", () => {
  const html = toHtml(everywhere("A plain text"));

  test("needs nothing outside itself and runs no script", async () => {
    const page = (await html).replaceAll(/xmlns(:\w+)?="[^"]*"/g, "");
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/https?:|@import|url\(|<script|<link/);
    expect(page).toContain("default-src 'none'");
  });

  test("has headings in order, scoped table heads, and plots that say what they show", async () => {
    const { document } = parseHTML(await html);
    const levels = [...document.querySelectorAll("h1,h2,h3")].map((h) => h.tagName);
    expect(levels).toEqual(["H1", "H2", "H2"]);
    for (const head of document.querySelectorAll("th")) expect(["row", "col"]).toContain(head.getAttribute("scope"));
    const plots = [...document.querySelectorAll(".drawing svg")];
    expect(plots).toHaveLength(10);
    for (const plot of plots) {
      expect(plot.getAttribute("role")).toBe("img");
      expect(plot.getAttribute("aria-label")).toContain("A plain text");
    }
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("folds detail away and puts verdict and summary before the sections", async () => {
    const { document } = parseHTML(await html);
    expect(document.querySelectorAll("details.section")).toHaveLength(1);
    const order = [...document.querySelectorAll("h1,.verdict,.summary,section")].map((n) => n.className || n.tagName);
    expect(order).toEqual(["H1", "verdict unknown", "summary", "SECTION", "SECTION"]);
  });

  test("is the same, byte for byte, for the same document", async () => {
    expect(await toHtml(everywhere("A plain text"))).toBe(await html);
  });

  test("writes the days under a time axis", async () => {
    const day = Date.UTC(2026, 10, 22);
    const points = [0, 1, 2, 3].map((i) => [day + i * 86_400_000, i] as const);
    const plot = linePlot({
      title: "t",
      x: { label: "Day", unit: "time" },
      y: { label: "v" },
      series: [{ name: "s", points }],
    });
    const page = await toHtml({ title: "t", summary: [], sections: [{ title: "s", blocks: [plot] }] });
    const { document } = parseHTML(page);
    const ticks = [...document.querySelectorAll('.wide g[aria-label="x-axis tick label"] text')].map(
      (t) => t.textContent,
    );
    expect(ticks).toContain("2026-11-23");
    expect(ticks).not.toContain("–");
  });

  test("draws empty and unusual data without a NaN on the page", async () => {
    const axis = { label: "v" };
    const blocks = [
      linePlot({ title: "none", x: axis, y: axis, series: [] }),
      linePlot({
        title: "gap",
        x: axis,
        y: axis,
        series: [
          {
            name: "s",
            points: [
              [0, 1],
              [1, Number.NaN],
              [2, 1],
            ],
          },
        ],
      }),
      intervalPlot({ title: "none", value: axis, items: [] }),
      intervalPlot({ title: "flat", value: axis, items: [{ name: "a", estimate: { value: 0, low: 0, high: 0 } }] }),
      barPlot({ title: "zero", value: axis, bars: [{ name: "a", value: 0 }] }),
      calibrationPlot({ title: "none", outcome: "x", bins: [] }),
      histogram({ title: "none", x: axis, edges: [], series: [] }),
      table([], []),
    ];
    const page = await toHtml({ title: "t", summary: [], sections: [{ title: "s", blocks }] });
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test("every text colour reaches 4.5 : 1 on its paper and on a panel, in both schemes", () => {
  const channel = (hex: string): number => {
    const c = Number.parseInt(hex, 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const luminance = (colour: string): number => {
    const [r, g, b] = (colour.match(/[0-9a-f]{2}/g) ?? []).map(channel);
    return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
  };
  const contrast = (a: string, b: string): number => {
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  for (const scheme of Object.values(COLOURS)) {
    const { ink, muted, accent, good, bad, unknown } = scheme;
    for (const colour of [ink, muted, accent, good, bad, unknown])
      for (const ground of [scheme.paper, scheme.panel]) expect(contrast(colour, ground)).toBeGreaterThan(4.5);
    expect(contrast(scheme.second, scheme.paper)).toBeGreaterThan(3);
  }
});

test("JSON carries the whole document and its format, and numbers that are not finite become null", () => {
  const document: Document = {
    title: "t",
    summary: ["s"],
    sections: [{ title: "x", blocks: [table(["a"], [[Number.NaN], [estimate({ value: 1, low: 0, high: 2 })]])] }],
  };
  const read = JSON.parse(toJson(document));
  expect(read).toMatchObject({ format: "alidade.report", version: 1, title: "t", summary: ["s"] });
  expect(read.sections[0].blocks[0].rows).toEqual([
    [null],
    [{ kind: "quantity", value: 1, low: 0, high: 2, unit: "number" }],
  ]);
});

test("no line is broken between a minus and a currency sign", async () => {
  const page = await toHtml({ title: "t", summary: ["It cost −$5, not −5 and not $5."], sections: [] });
  expect(page).toContain("It cost −\u2060$5, not −5 and not $5.");
});

test("wraps a line that is to be pasted, so that nothing of it is out of sight", async () => {
  const sections = [{ title: "Paste", blocks: [commandLine(`learner: gbdt({ ${"numLeaves: 31, ".repeat(20)} })`)] }];
  const { document } = parseHTML(await toHtml({ title: "Search", summary: [], sections }));
  expect(document.querySelector("pre code")?.textContent).toContain("learner: gbdt(");
  expect(document.querySelector("style")?.textContent).toMatch(/pre\{white-space:pre-wrap;/);
});
