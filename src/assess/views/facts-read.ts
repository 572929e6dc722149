import { fieldsOf, type Node, windowsOf } from "../../features/index.ts";
import { type KeyValue, keyValues, type Section } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { stopless, wordCount } from "../words.ts";

/** What these expressions of a system look at, personal data first with their class, and which personal data it does not look at. */
export function factsRead(system: SystemDefinition, nodes: readonly Node[]): Section {
  const { contract, streams } = system;
  const read = [...new Set(nodes.flatMap(fieldsOf))];
  const isPersonal = (name: string): boolean => contract.fields[name]?.personal !== undefined;
  const unread = Object.keys(contract.fields).filter(
    (name) => contract.fields[name]?.known === "before" && isPersonal(name) && !read.includes(name),
  );
  const asked = new Set(nodes.flatMap(windowsOf).map(({ stream }) => stream));
  const events = Object.keys(streams).filter((name) => asked.has(name));
  const entryOf = (name: string, fields: readonly string[], none: string): KeyValue => ({
    name,
    value: wordCount(fields.length),
    note: fields.length === 0 ? none : `${fields.map((field) => factWords(field, system)).join(", ")}.`,
  });
  return {
    title: "What does it look at?",
    lead: "Only what is known when it is decided.",
    blocks: [
      keyValues([
        entryOf("Personal data that it looks at", read.filter(isPersonal), "None is declared as such."),
        entryOf("Personal data that it does not look at", unread, "None is declared as such."),
        entryOf(
          "All else that it looks at",
          read.filter((name) => !isPersonal(name)),
          "Nothing.",
        ),
        ...(events.length === 0 ? [] : [entryOf("Earlier events", events, "")]),
      ]),
    ],
  };
}

/** A fact by its name, with its class where it is personal, else with what it means where somebody said. */
function factWords(name: string, { contract }: SystemDefinition): string {
  const { personal, doc } = contract.fields[name] ?? {};
  const more = personal ?? (doc === undefined ? undefined : stopless(doc));
  return more === undefined ? `\`${name}\`` : `\`${name}\` (${more})`;
}
