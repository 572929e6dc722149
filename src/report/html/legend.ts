import type { Plot } from "../blocks/plot.ts";
import { scatterGroups } from "../blocks/scatter-plot.ts";
import { escapeHtml } from "./escape.ts";
import { groupMark, strokeOf } from "./ink.ts";

function swatch(index: number): string {
  const { stroke, dash } = strokeOf(index);
  const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
  const line = `<line x1="1" y1="5" x2="23" y2="5" stroke="${stroke}" stroke-width="2.25"${dashes}/>`;
  return `<svg width="24" height="10" viewBox="0 0 24 10" aria-hidden="true">${line}</svg>`;
}

const SHAPES: Readonly<Record<string, string>> = {
  circle: '<circle cx="7" cy="7" r="4.2"',
  square: '<rect x="3" y="3" width="8" height="8"',
  triangle: '<path d="M7 2.5 L12 11 L2 11 Z"',
  diamond: '<path d="M7 1.5 L11.5 7 L7 12.5 L2.5 7 Z"',
};

function groupSwatch(index: number): string {
  const { colour, symbol, hollow } = groupMark(index);
  const ink = ` fill="${hollow ? "var(--paper)" : colour}" stroke="${colour}" stroke-width="1.5"/>`;
  return `<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">${SHAPES[symbol]}${ink}</svg>`;
}

/** Which line or which group of dots is which; nothing when there is only one. */
export function legendHtml(plot: Plot): string {
  if (plot.kind === "scatter-plot") {
    const groups = scatterGroups(plot);
    if (groups.length < 2) return "";
    const items = groups.map((name, i) => `<li>${groupSwatch(i)}${escapeHtml(name)}</li>`);
    return `<ul class="legend">${items.join("")}</ul>`;
  }
  if (!("series" in plot) || plot.series.length < 2) return "";
  const items = plot.series.map(({ name }, i) => `<li>${swatch(i)}${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}
