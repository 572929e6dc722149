import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  type Document,
  estimate,
  formatTime,
  list,
  paragraph,
  quantity,
  type Section,
  table,
  type Value,
} from "../../report/index.ts";
import type { Catalogue, CatalogueFeature, FeatureValue } from "../../train/index.ts";
import { shortTime } from "../output/listing.ts";

/** A catalogue for a person. `now` in milliseconds, for how old things are. */
export function catalogueDocument(catalogue: Catalogue, now: number): Document {
  const { system, source, snapshot, fields, features } = catalogue;
  const age = `taken ${shortTime(snapshot.at)}, ${ago(now - snapshot.at)}`;
  const newest = snapshot.newest === null ? "" : ` Its newest row is of ${formatTime(snapshot.newest)}.`;
  return {
    title: `Catalogue of ${system}`,
    subtitle: `${features.length} features over ${fields.length} fields of ${source}`,
    summary: [
      `As of snapshot ${snapshot.id.slice(0, 12)} of ${snapshot.rows.toLocaleString("en-US")} rows, ${age}.${newest}`,
    ],
    sections: [
      ...remarksSection(catalogue),
      ...worthSection(catalogue),
      { title: "Features", blocks: [featureTable(features), ...declaredBlocks(features)] },
      { title: "Fields", blocks: [fieldTable(catalogue)] },
    ],
  };
}

function ago(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return "less than an hour ago";
  return hours < 48 ? `${Math.round(hours)} hours ago` : `${Math.round(hours / 24)} days ago`;
}

const WHY = {
  expression: "are the same expression",
  values: "have the same values in every row",
  correlation: "say the same",
} as const;

function remarksSection({ unused, twins, features, fields }: Catalogue): readonly Section[] {
  const items = [
    ...(unused.length === 0 ? [] : [`No model leans on ${names(unused)}, and neither the rule nor a filter reads it.`]),
    ...dearer(features),
    ...twins.map(({ names: alike, because, correlation }) => {
      const how = correlation === undefined ? "" : `: their correlation is ${correlation.toFixed(4)}`;
      return `${names(alike)} ${WHY[because]}${how}. One of them would do.`;
    }),
    ...listed(
      fields.filter((field) => field.usedBy.length === 0 && field.known === "before").map(({ name }) => name),
      "Nobody uses",
    ),
    ...listed(
      features.filter(({ owner }) => owner === null).map(({ name }) => name),
      "Nobody answers for",
    ),
    ...features.flatMap(({ name, elsewhere }) =>
      elsewhere.map(
        (other) => `\`${name}\` is \`${other.feature}\` of ${other.system}: the same expression over the same data.`,
      ),
    ),
  ];
  return items.length === 0 ? [] : [{ title: "Worth a look", blocks: [list(items)] }];
}

/** Features that surely cost more than they earn. */
function dearer(features: readonly CatalogueFeature[]): readonly string[] {
  const found = features.filter(({ value }) => {
    const net = value === null || isInsufficient(value) ? null : value.net;
    return net !== null && !isInsufficient(net) && net.high < 0;
  });
  return listed(
    found.map(({ name }) => name),
    "Keeping costs more than it earns, at both ends of the interval:",
  );
}

function listed(all: readonly string[], words: string): readonly string[] {
  return all.length === 0 ? [] : [`${words} ${names(all)}.`];
}

const MOST_NAMES = 10;

function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  return shown.join(", ") + (all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : "");
}

function worthSection({ features, currency }: Catalogue): readonly Section[] {
  const valued = features.flatMap(({ name, value, keep }) => (value === null ? [] : [{ name, value, keep }]));
  const [first] = valued.flatMap(({ value }) => (isInsufficient(value) ? [] : [value]));
  if (first === undefined) return [];
  const point = (value: (typeof valued)[number]["value"]): number =>
    isInsufficient(value) || isInsufficient(value.perDecision) ? -Infinity : value.perDecision.value;
  const isYearly = first.perYear !== null;
  const isNet = valued.some(({ keep }) => keep !== null);
  const rows = [...valued]
    .sort((a, b) => point(b.value) - point(a.value))
    .map(({ name, value, keep }): readonly Value[] => [
      name,
      worded(value, "perDecision", currency),
      ...(isYearly ? [worded(value, "perYear", currency)] : []),
      ...(isNet ? [keep === null ? "not said" : quantity(keep, { currency }), worded(value, "net", currency)] : []),
    ]);
  const heads = [
    "Feature",
    "A decision",
    ...(isYearly ? ["A year"] : []),
    ...(isNet ? ["Keeping it, a year", "What is left"] : []),
  ];
  const lead =
    first.how === "retrained"
      ? "What decisions lose when everything is learned again without the feature, on the same folds."
      : "An estimate: what decisions lose when the feature's values are dealt out to other rows that the model had not seen; another feature may make up for it. `--value` learns again without each.";
  return [{ title: "What features are worth", lead, blocks: [table(heads, rows)] }];
}

function worded(
  value: FeatureValue | { readonly kind: "insufficient" },
  of: "perDecision" | "perYear" | "net",
  currency: string,
): Value {
  if (isInsufficient(value)) return value;
  const found = (value as FeatureValue)[of];
  if (found === null) return "";
  return isInsufficient(found) ? found : estimate(found, { currency });
}

function featureTable(features: readonly CatalogueFeature[]): Block {
  return table(
    ["Feature", "Is", "Used by", "Leaned on", { name: "Missing", unit: "percent" }, "µs a row"],
    features.map(({ name, words, usedBy, inModels, missing, microseconds }) => [
      name,
      words === name ? `the field ${name}` : words,
      usedBy.join(", ") || "nobody",
      leaned(inModels),
      missing,
      wordCost(microseconds),
    ]),
  );
}

function leaned(inModels: CatalogueFeature["inModels"]): string {
  const shares = Object.values(inModels).flatMap((share) => (share === null ? [] : [share]));
  return shares.length === 0 ? "" : `${(Math.max(...shares) * 100).toFixed(1)}%`;
}

function declaredBlocks(features: readonly CatalogueFeature[]): readonly Block[] {
  const said = features.filter((one) => one.owner !== null || one.unit !== null || one.description !== null);
  if (said.length === 0)
    return [paragraph("Owners, units and descriptions are declared in the system file, under `about`.")];
  return [
    table(
      ["Feature", "Owner", "Unit", "Description"],
      said.map(({ name, owner, unit, description }) => [name, owner ?? "", unit ?? "", description ?? ""]),
    ),
  ];
}

function fieldTable({ fields }: Catalogue): Block {
  const isSaid = fields.some(
    ({ unit, description, personal }) => unit !== null || description !== null || personal !== null,
  );
  return table(
    ["Field", "Kind", "Known", { name: "Missing", unit: "percent" }, "Used by", ...(isSaid ? ["Said of it"] : [])],
    fields.map(({ name, kind, known, missing, usedBy, unit, description, personal }) => [
      ...[name, kind, known, missing ?? "not in it", usedBy.join(", ") || "nobody"],
      ...(isSaid
        ? [[unit, description, personal === null ? null : `personal: ${personal}`].filter(Boolean).join(", ")]
        : []),
    ]),
  );
}

function wordCost(microseconds: number | null): string {
  if (microseconds === null) return "";
  return microseconds < 0.001 ? "<0.001" : microseconds.toFixed(microseconds < 0.1 ? 3 : 2);
}
