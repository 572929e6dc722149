import { type Shown, show } from "../format.ts";
import type { Value } from "../values.ts";
import { escapeHtml, proseHtml } from "./escape.ts";

function main({ text, interval }: Shown): string {
  if (interval === undefined) return proseHtml(text);
  const point = text.slice(0, text.length - interval.length - 1);
  return `${escapeHtml(point)} <span class="interval">${escapeHtml(interval)}</span>`;
}

/** A shown value: its interval smaller, its tone as a class, its basis as a tag. */
export function shownHtml(shown: Shown): string {
  const tag = shown.basis === undefined ? "" : ` <span class="tag ${shown.basis}">${shown.basis}</span>`;
  const body = main(shown);
  if (shown.missing === true) return `<span class="missing">${body}</span>`;
  return shown.tone === undefined ? body + tag : `<span class="tone ${shown.tone}">${body}</span>${tag}`;
}

export function valueHtml(value: Value): string {
  return shownHtml(show(value));
}
