import type { MetricFamily, MetricOrigin } from "../../objective/index.ts";
import { type Document, keyValues, type Section, table } from "../../report/index.ts";
import type { Answer } from "../calling/command.ts";
import { BETTER } from "./better-words.ts";
import type { CatalogueEntry } from "./catalogue-entries.ts";

const FAMILIES: readonly (readonly [family: MetricFamily, title: string, lead: string])[] = [
  [
    "model",
    "Of models",
    "How good predictions and texts are. Training and the gate compute them; of texts, `--outputs` does.",
  ],
  [
    "system",
    "Of the system",
    "How decisions are served. `alidade metrics <system>` reads them off the journal, and `--url` asks a server.",
  ],
  [
    "business",
    "Of the business",
    "What decisions bring. `alidade metrics <system>` reads them off decisions and outcomes.",
  ],
];

/** The catalogue, or what was found in it. */
export function catalogueAnswer(entries: readonly CatalogueEntry[], query: string | undefined): Answer {
  const isAll = query === undefined;
  const none = `Nothing in the catalogue speaks of “${query}”.`;
  const document: Document = {
    title: isAll ? "Metrics" : `Metrics that speak of “${query}”`,
    summary: entries.length === 0 ? [none] : [`${entries.length} metrics. \`alidade metrics <name>\` shows one whole.`],
    sections: FAMILIES.flatMap((family) => sectionOf(entries, family)),
  };
  return { json: { metrics: entries }, document };
}

function sectionOf(
  entries: readonly CatalogueEntry[],
  [family, title, lead]: (typeof FAMILIES)[number],
): readonly Section[] {
  const own = entries.filter((entry) => entry.family === family);
  if (own.length === 0) return [];
  const rows = own.map(({ name, direction, definition }) => [name, BETTER[direction], definition]);
  return [{ title, lead, blocks: [table(["Metric", "Better", "Definition"], rows)] }];
}

const FROM: Readonly<Record<MetricOrigin, string>> = {
  evaluation: "Predictions on unseen rows: `alidade train` and `alidade models` show it.",
  file: "A file of outputs and references: `alidade metrics --outputs <file>`.",
  journal: "Decisions and outcomes in the journal: `alidade metrics <system>`.",
  server: "A running server: `alidade metrics <system> --url <server>`.",
  outside: "Not measured by Alidade: who measures it elsewhere can watch it there.",
};

/** One metric, whole. */
export function entryAnswer(entry: CatalogueEntry): Answer {
  const {
    name,
    family,
    unit,
    direction,
    definition,
    formula,
    needs,
    pitfalls,
    aliases = [],
    from,
    word,
    reference,
  } = entry;
  const facts = [
    { name: "Better", value: BETTER[direction] },
    { name: "Unit", value: unit === "label" ? "the label’s own" : unit },
    ...(formula === undefined ? [] : [{ name: "Formula", value: formula }]),
    { name: "Needs", value: needs },
    { name: "Comes from", value: FROM[from] },
    ...(pitfalls === undefined ? [] : [{ name: "Pitfalls", value: pitfalls }]),
    ...(aliases.length === 0 ? [] : [{ name: "Also called", value: aliases.join(", ") }]),
    ...(word === undefined ? [] : [{ name: "In a system file", value: `success(${word})` }]),
    ...(reference === undefined ? [] : [{ name: "Reference", value: reference }]),
  ];
  const title = FAMILIES.find(([one]) => one === family)?.[1].toLowerCase() ?? family;
  return {
    json: entry,
    document: {
      title: name,
      subtitle: `A metric ${title}`,
      summary: [definition],
      sections: [{ title: "What it is", blocks: [keyValues(facts)] }],
    },
  };
}
