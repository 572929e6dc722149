import type { Document } from "./document.ts";

/** Raised when the shape of the written document changes its meaning. */
const VERSION = 1;

/** The document as JSON with two spaces of indent, marked with its format; a number that is not finite becomes null. */
export function toJson(document: Document): string {
  return `${JSON.stringify({ format: "alidade.report", version: VERSION, ...document }, null, 2)}\n`;
}
