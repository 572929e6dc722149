import type { Block, Document, Section, Verdict } from "../document.ts";
import { blockHtml } from "./blocks.ts";
import { escapeHtml, proseHtml } from "./escape.ts";
import { noPen, openPen, type Pen } from "./pen.ts";
import { STYLE } from "./style.ts";

const MARKS = { good: "✓", bad: "✕", unknown: "?", neutral: "–" } as const;
/** From this many sections on, a reader wants to see what there is. */
const CONTENTS_FROM = 4;
/** No script and no request, whatever a text contains. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function isPlot(block: Block): boolean {
  return block.kind === "histogram" || block.kind.endsWith("-plot");
}

function verdictHtml({ tone, text }: Verdict): string {
  const mark = `<span class="mark" aria-hidden="true">${MARKS[tone]}</span>`;
  return `<p class="verdict ${tone}">${mark}<span>${proseHtml(text)}</span></p>`;
}

function headerHtml({ title, subtitle, verdict, summary }: Document): string {
  const sentences = summary.map((sentence) => `<p>${proseHtml(sentence)}</p>`).join("");
  return [
    "<header>",
    `<h1>${escapeHtml(title)}</h1>`,
    subtitle === undefined ? "" : `<p class="subtitle">${escapeHtml(subtitle)}</p>`,
    verdict === undefined ? "" : verdictHtml(verdict),
    sentences === "" ? "" : `<div class="summary">${sentences}</div>`,
    "</header>",
  ].join("");
}

function contentsHtml(sections: readonly Section[]): string {
  if (sections.length < CONTENTS_FROM) return "";
  const links = sections.map(({ title }, i) => `<li><a href="#s${i + 1}">${escapeHtml(title)}</a></li>`);
  return `<nav aria-label="Contents"><ol>${links.join("")}</ol></nav>`;
}

function sectionHtml(section: Section, index: number, pen: Pen): string {
  const heading = `<h2>${escapeHtml(section.title)}</h2>`;
  const lead = section.lead === undefined ? "" : `<p class="lead">${proseHtml(section.lead)}</p>`;
  const body = lead + section.blocks.map((block) => blockHtml(block, pen)).join("\n");
  const inside =
    section.detail === true
      ? `<details class="section"><summary>${heading}</summary>${body}</details>`
      : `${heading}${body}`;
  return `<section id="s${index + 1}">${inside}</section>`;
}

/** The report as one self-contained page: no script, no request, nothing outside it. The same document, the same bytes. */
export async function toHtml(document: Document): Promise<string> {
  const pen = document.sections.some((section) => section.blocks.some(isPlot)) ? await openPen() : noPen;
  const sections = document.sections.map((section, i) => sectionHtml(section, i, pen));
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(document.title)}</title>`,
    `<style>${STYLE}</style></head>`,
    `<body><main>${headerHtml(document)}${contentsHtml(document.sections)}`,
    ...sections,
    "</main></body></html>\n",
  ].join("\n");
}
