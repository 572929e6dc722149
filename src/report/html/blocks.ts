import type { Callout } from "../blocks/callout.ts";
import { describePlot, plotNumbers } from "../blocks/describe-plot.ts";
import type { KeyValues } from "../blocks/key-value.ts";
import type { List } from "../blocks/list.ts";
import type { Plot } from "../blocks/plot.ts";
import type { Block } from "../document.ts";
import { escapeHtml, proseHtml } from "./escape.ts";
import { legendHtml } from "./legend.ts";
import { type Pen, WIDTHS } from "./pen.ts";
import { drawPlot } from "./plots/draw-plot.ts";
import { tableHtml } from "./table.ts";
import { valueHtml } from "./value.ts";

/** Beyond this many rows the numbers behind a plot are no longer something to read. */
const MAX_NUMBERS = 120;

const CALLOUT_WORDS = { note: "Note", warning: "Warning", bad: "Problem" } as const;

function listHtml({ items, ordered }: List): string {
  const tag = ordered === true ? "ol" : "ul";
  return `<${tag}>${items.map((item) => `<li>${proseHtml(item)}</li>`).join("")}</${tag}>`;
}

function keyValuesHtml({ entries }: KeyValues): string {
  const rows = entries.map(({ name, value, note }) => {
    const small = note === undefined ? "" : `<span class="aside">${proseHtml(note)}</span>`;
    return `<div><dt>${escapeHtml(name)}</dt><dd>${valueHtml(value)}${small}</dd></div>`;
  });
  return `<dl>${rows.join("")}</dl>`;
}

function calloutHtml({ tone, title, text }: Callout): string {
  const head = escapeHtml(title ?? CALLOUT_WORDS[tone]);
  return `<div class="callout ${tone}" role="note"><p class="callout-title">${head}</p><p>${proseHtml(text)}</p></div>`;
}

function numbersHtml(plot: Plot): string {
  const numbers = plotNumbers(plot);
  if (numbers.rows.length === 0 || numbers.rows.length > MAX_NUMBERS) return "";
  const table = tableHtml(numbers, `Numbers: ${plot.title}`);
  return `<details class="numbers"><summary>The numbers</summary>${table}</details>`;
}

function plotHtml(plot: Plot, pen: Pen): string {
  const alt = escapeHtml(describePlot(plot));
  const drawings = WIDTHS.map(({ name, width }) => {
    const svg = pen.draw((plots) => drawPlot(plot, { plots, width, narrow: name === "narrow" }));
    return `<div class="drawing ${name}">${svg.replace("<svg ", `<svg role="img" aria-label="${alt}" `)}</div>`;
  });
  const caption = `<figcaption>${escapeHtml(plot.title)}</figcaption>`;
  return `<figure>${caption}${legendHtml(plot)}${drawings.join("")}${numbersHtml(plot)}</figure>`;
}

/** One block as HTML. */
export function blockHtml(block: Block, pen: Pen): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${proseHtml(block.text)}</p>`;
    case "command-line":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "list":
      return listHtml(block);
    case "key-value":
      return keyValuesHtml(block);
    case "table":
      return tableHtml(block);
    case "callout":
      return calloutHtml(block);
    default:
      return plotHtml(block, pen);
  }
}
