import type { Kind } from "../../data/index.ts";
import type { FeatureSlot } from "../model.ts";
import { importFeatures } from "./errors.ts";
import type { ForeignFeature, ImportOptions } from "./foreign.ts";

/** The features under the names and in the kinds that they have here. Throws `model.import-features`. */
export function slotsOf(features: readonly ForeignFeature[], options: ImportOptions): readonly FeatureSlot[] {
  const { names } = options;
  if (names !== undefined && names.length !== features.length)
    throw importFeatures({ problems: [`the file has ${features.length} features, and ${names.length} names came`] });
  const known = new Set(features.map(({ name }) => name));
  const strangers = Object.keys(options.features ?? {}).filter((name) => !known.has(name));
  const slots = features.map((feature, i) => slotOf(feature, names?.[i], options));
  const problems = [
    ...strangers.map((name) => `the file has no feature \`${name}\``),
    ...repeated(slots).map((name) => `two features are called \`${name}\``),
    ...features.filter(hasTwins).map(({ name }) => `two categories of \`${name}\` are the same text`),
  ];
  if (problems.length > 0) throw importFeatures({ problems });
  return slots;
}

function repeated(slots: readonly FeatureSlot[]): readonly string[] {
  const seen = new Set<string>();
  return slots.flatMap(({ name }) => (seen.size === seen.add(name).size ? [name] : []));
}

function hasTwins({ levels = [] }: ForeignFeature): boolean {
  return new Set(levels).size < levels.length;
}

function slotOf(
  { name, levels }: ForeignFeature,
  given: string | undefined,
  { features = {}, expect }: ImportOptions,
): FeatureSlot {
  const told = Object.hasOwn(features, name) ? features[name] : undefined;
  const called = told?.name ?? given ?? name;
  const own = levels === undefined ? "number" : "text";
  const kind = told?.kind ?? (own === "number" && isFlag(expect, called) ? "flag" : own);
  if ((kind === "text") === (own === "text")) return { name: called, kind };
  throw importFeatures({ problems: [`\`${name}\` is a ${own} in the file and cannot be read as a ${kind}`] });
}

function isFlag(expect: Readonly<Record<string, Kind>> | undefined, name: string): boolean {
  return expect !== undefined && Object.hasOwn(expect, name) && expect[name] === "flag";
}
