import { readList, readRecord } from "../../shape.ts";
import { importFeatures, importMalformed } from "../errors.ts";
import { itemAt, readNumberList } from "../fields.ts";
import type { ForeignFeature, ImportOptions } from "../foreign.ts";
import { decodeUtf8 } from "../text.ts";

/** Beyond so many codes without texts the caller has to list the levels: a small file could ask for any number. */
const MOST_CODES = 2 ** 20;

/** The category names of a feature as the file stores them. */
export interface StoredLevels {
  readonly texts: readonly string[];
  /** XGBoost 3.2 counts letters where it stores bytes, so that names beyond ASCII are cut at the wrong places. */
  readonly isCut: boolean;
}

/** What a file says about one of its features. */
export interface XgboostColumn {
  readonly name: string;
  readonly isCategory: boolean;
  readonly stored: StoredLevels | undefined;
  /** The highest category code that a split names, or -1. */
  readonly highest: number;
}

/**
 * The features with the texts of their categories, by code: those in the file (XGBoost 3.1 and later), else the caller's,
 * else the codes as texts. Throws `model.import-features`.
 */
export function xgboostFeatures(columns: readonly XgboostColumn[], options: ImportOptions): readonly ForeignFeature[] {
  let codes = 0;
  return columns.map((column) => {
    const { name, isCategory, highest } = column;
    if (!isCategory) return { name, levels: undefined };
    const levels = knownLevels(column, options);
    if (levels === undefined) {
      codes += spareCodes(highest);
      if (codes > MOST_CODES)
        throw importFeatures({ problems: [`the categories of \`${name}\` are too many; ${sayLevels(name)}`] });
      return { name, levels: Array.from({ length: spareCodes(highest) }, (_, code) => String(code)) };
    }
    if (highest < levels.length) return { name, levels };
    throw importFeatures({ problems: [`\`${name}\` has the category ${highest} and only ${levels.length} levels`] });
  });
}

function knownLevels({ name, stored }: XgboostColumn, options: ImportOptions): readonly string[] | undefined {
  const told = Object.hasOwn(options.features ?? {}, name) ? options.features?.[name]?.levels : undefined;
  if (stored === undefined || told !== undefined) return told;
  if (!stored.isCut) return stored.texts;
  throw importFeatures({
    problems: [
      `XGBoost stored the categories of \`${name}\` cut at the wrong places, since some are not ASCII; ${sayLevels(name)}`,
    ],
  });
}

/**
 * Where the file does not say how many codes there are, there have to be some to spare: one that no split names must still
 * be told from a missing value, since XGBoost sends it left and a missing value wherever the split says.
 */
function spareCodes(highest: number): number {
  return highest < 0 ? 0 : Math.max(256, 2 * (highest + 1));
}

function sayLevels(name: string): string {
  return `say what they are with \`features: { ${JSON.stringify(name)}: { levels } }\``;
}

/** The texts of each feature's categories, as XGBoost 3.1 and later store them; empty where there are none. */
export function storedLevels(cats: unknown): readonly (StoredLevels | undefined)[] {
  if (cats === undefined) return [];
  const { enc } = readRecord(cats, "cats");
  return readList(enc ?? [], "the categories", (item) => textsOf(readRecord(item, "a feature's categories")));
}

function textsOf(entry: Readonly<Record<string, unknown>>): StoredLevels | undefined {
  const values = readNumberList(entry.values ?? [], "the categories' values");
  if (entry.offsets === undefined)
    return values.length === 0 ? undefined : { texts: Array.from(values, String), isCut: false };
  const offsets = readNumberList(entry.offsets, "the categories' offsets");
  if (offsets.length < 2) return undefined;
  const bytes = Uint8Array.from(values, (byte) => byte & 255);
  if (bytes.some((byte) => byte > 127)) return { texts: [], isCut: true };
  const texts = Array.from({ length: offsets.length - 1 }, (_, i) => {
    const [start, end] = [itemAt(offsets, i, "offsets"), itemAt(offsets, i + 1, "offsets")];
    if (!(start >= 0 && start <= end && end <= bytes.length))
      throw importMalformed({ what: "the categories' offsets leave their values" });
    return decodeUtf8(bytes.subarray(start, end));
  });
  return { texts, isCut: false };
}
