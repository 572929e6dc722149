import { cleanText } from "../text.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A browser may break a line between a minus and a currency sign, and −$5 then reads as $5; a word joiner forbids it. */
const JOINED = "−\u2060";

/** Text made safe for an element or a quoted attribute; control characters and direction overrides are dropped. */
export function escapeHtml(text: string): string {
  return cleanText(text)
    .replace(/−(?=\p{Sc})/gu, JOINED)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Running text: escaped, with the parts between backticks set as code. */
export function proseHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
