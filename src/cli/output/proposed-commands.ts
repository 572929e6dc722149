import type { Document, Section } from "../../report/index.ts";
import { DIRECTORY } from "../calling/globals.ts";

/** A command in backticks, after a colon, or as all of a text. */
const PROPOSED = /(?<=`)alidade [^`]+(?=`)|(?<=^|: )alidade [a-z][^`]*?(?=\.?$|\. )/g;
/** Named rather than proposed, or about no state. */
const NAMED = /^alidade (?:up|serve|help.*)$|--dir\b|--help\b/;

/** The commands that a text proposes, for the state that was named: what was asked there goes on there. */
export function proposedText(text: string, directory: string): string {
  if (directory === DIRECTORY || !text.includes("alidade ")) return text;
  const shown = /^[\w./@+-]+$/.test(directory) ? directory : JSON.stringify(directory);
  return text.replace(PROPOSED, (command) => (NAMED.test(command) ? command : `${command} --dir ${shown}`));
}

/** The commands that a document proposes, likewise. */
export function proposedIn(document: Document, directory: string): Document {
  if (directory === DIRECTORY) return document;
  const { verdict, summary, sections } = document;
  return {
    ...document,
    ...(verdict === undefined ? {} : { verdict: within(verdict, directory) }),
    summary: within(summary, directory),
    sections: sections.map((section) => sectionIn(section, directory)),
  };
}

function sectionIn(section: Section, directory: string): Section {
  // A plot proposes nothing, and may be large.
  const blocks = section.blocks.map((block) =>
    /plot$|^histogram$/.test(block.kind) ? block : within(block, directory),
  );
  return { ...section, ...(section.lead === undefined ? {} : { lead: within(section.lead, directory) }), blocks };
}

/** The same with every text in it. */
function within<T>(what: T, directory: string): T {
  if (typeof what === "string") return proposedText(what, directory) as T;
  if (Array.isArray(what)) return what.map((one) => within(one, directory)) as T;
  if (typeof what !== "object" || what === null || Object.getPrototypeOf(what) !== Object.prototype) return what;
  return Object.fromEntries(Object.entries(what).map(([key, value]) => [key, within(value, directory)])) as T;
}
