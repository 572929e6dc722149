import type { Plot } from "../blocks/plot.ts";
import { escapeHtml } from "./escape.ts";
import { strokeOf } from "./ink.ts";

function swatch(index: number): string {
  const { stroke, dash } = strokeOf(index);
  const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
  const line = `<line x1="1" y1="5" x2="23" y2="5" stroke="${stroke}" stroke-width="2.25"${dashes}/>`;
  return `<svg width="24" height="10" viewBox="0 0 24 10" aria-hidden="true">${line}</svg>`;
}

/** Which line is which; nothing when there is only one. */
export function legendHtml(plot: Plot): string {
  if (!("series" in plot) || plot.series.length < 2) return "";
  const items = plot.series.map(({ name }, i) => `<li>${swatch(i)}${escapeHtml(name)}</li>`);
  return `<ul class="legend">${items.join("")}</ul>`;
}
