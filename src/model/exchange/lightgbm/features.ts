import { importFeatures, importMalformed } from "../errors.ts";
import type { ForeignFeature, ImportOptions } from "../foreign.ts";

/** What a file says about its features. */
export interface LightgbmColumns {
  readonly names: readonly string[];
  /** Per feature: the category codes that training saw; undefined for a number. */
  readonly codes: readonly (readonly number[] | undefined)[];
  /** The features that training was told are categories. */
  readonly declared: readonly number[];
  /** The categories of each category column of the data frame, by code. */
  readonly pandas: readonly (readonly unknown[])[];
}

/** A feature with LightGBM's codes for its levels. */
export interface LightgbmFeature extends ForeignFeature {
  /** From a category code to a level index; undefined for a code that the feature does not have. */
  readonly levelOf: (code: number) => number | undefined;
  /** The codes are positions in the levels. */
  readonly isCoded: boolean;
}

/**
 * The features with the texts of their levels: the categories of the data frame where the file holds them; else what the
 * caller says; else the codes themselves as texts. Throws `model.import-features` when it cannot tell them apart.
 */
export function lightgbmFeatures(columns: LightgbmColumns, options: ImportOptions): readonly LightgbmFeature[] {
  const fromPandas = pandasLevels(columns, options);
  return columns.names.map((name, slot) => {
    const told = Object.hasOwn(options.features ?? {}, name) ? options.features?.[name]?.levels : undefined;
    const levels = fromPandas.get(slot) ?? told;
    if (levels !== undefined) return coded({ name, levels, codes: columns.codes[slot] ?? [] });
    return byCode(name, columns.codes[slot]);
  });
}

/** The levels of each slot that was a category column of the data frame. */
function pandasLevels(columns: LightgbmColumns, options: ImportOptions): ReadonlyMap<number, readonly string[]> {
  const slots = options.categorical?.map((name) => columns.names.indexOf(name)) ?? columns.declared;
  const { pandas } = columns;
  if (slots.includes(-1))
    throw importFeatures({ problems: ["`categorical` names a column that the file does not have"] });
  if (pandas.length === 0) return new Map();
  if (slots.length !== pandas.length)
    throw importFeatures({
      problems: [
        `the file holds the categories of ${pandas.length} columns and does not say which (${slots.length} features are categories); name them with \`categorical\``,
      ],
    });
  return new Map(slots.map((slot, i) => [slot, (pandas[i] ?? []).map(textOfCategory)]));
}

/** A category as text: numbers as JavaScript writes them, flags as `true` and `false`. */
function textOfCategory(category: unknown): string {
  if (typeof category === "string") return category;
  if (typeof category === "number" || typeof category === "boolean") return String(category);
  throw importMalformed({ what: "a category is neither text nor a number" });
}

interface Coded {
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: readonly number[];
}

function coded({ name, levels, codes }: Coded): LightgbmFeature {
  const beyond = codes.find((code) => code >= levels.length);
  if (beyond !== undefined)
    throw importFeatures({ problems: [`\`${name}\` has the category ${beyond} and only ${levels.length} levels`] });
  return { name, levels, isCoded: true, levelOf: (code) => (code < levels.length ? code : undefined) };
}

function byCode(name: string, codes: readonly number[] | undefined): LightgbmFeature {
  if (codes === undefined) return { name, levels: undefined, isCoded: false, levelOf: () => undefined };
  const seen = [...new Set(codes)].filter((code) => code >= 0).sort((a, b) => a - b);
  const index = new Map(seen.map((code, i) => [code, i]));
  return { name, levels: seen.map(String), isCoded: false, levelOf: (code) => index.get(code) };
}
