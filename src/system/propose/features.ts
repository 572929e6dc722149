import { type Column, type Contract, column, type Field, type Table } from "../../data/index.ts";
import { levelsOf } from "./levels.ts";
import { access, identifiers } from "./names.ts";

/** A feature of the file that is proposed. */
export interface ProposedFeature {
  readonly name: string;
  /** Source over a row `r`. */
  readonly source: string;
  readonly kind: "number" | "flag" | "text";
  /** Its values, as its rule sees them. */
  readonly column: Column;
}

/** A column that is left out, and why. */
export interface LeftOut {
  readonly field: string;
  readonly why: string;
}

export interface ProposedFeatures {
  readonly features: readonly ProposedFeature[];
  readonly leftOut: readonly LeftOut[];
}

/** More levels than this teach a model names, not kinds. */
const MOST_LEVELS = 1_000;
/** Whole numbers named like a code, with at most so many values, are kinds and not amounts. */
const MOST_CODES = 100;
const CODE = /(^|[_\s.-])(id|code|cd|type)$|[a-z](Id|Code|Type)$/;

type Naming = (text: string) => string;

/** Proposes a feature for every field that is known before and can teach something. */
export function proposeFeatures(
  table: Table,
  contract: Contract,
  roles: { readonly label: string; readonly entity?: string | undefined },
): ProposedFeatures {
  const naming = identifiers();
  const features: ProposedFeature[] = [];
  const leftOut: LeftOut[] = [];
  for (const [name, field] of Object.entries(contract.fields)) {
    if (name === roles.label || field.known !== "before") continue;
    const found = column(table, name);
    const why = name === roles.entity ? "says who it is, not what they are like" : refusal(found, field);
    if (why === undefined) features.push(...featuresOf(name, found, naming));
    else leftOut.push({ field: name, why });
  }
  return { features, leftOut };
}

function refusal(found: Column, field: Field): string | undefined {
  const levels = levelsOf(found).length;
  if (levels === 0) return "has no value";
  if (levels === 1) return "has one value";
  if (field.unique) return "has its own value in every row";
  if (found.kind === "text" && levels > MOST_LEVELS) return `is text with ${levels.toLocaleString("en")} values`;
  return undefined;
}

function featuresOf(name: string, found: Column, naming: Naming): readonly ProposedFeature[] {
  const source = access("r", name);
  if (found.kind === "time") return timeFeatures(name, found.values, naming);
  if (found.kind !== "number" || !isCode(name, found))
    return [{ name: naming(name), source, kind: found.kind, column: found }];
  return [{ name: naming(name), source: `${source}.asCategory()`, kind: "text", column: asText(found) }];
}

function isCode(name: string, found: Column): boolean {
  if (found.kind === "text" || !CODE.test(name)) return false;
  return (
    found.values.every((value) => Number.isNaN(value) || Number.isInteger(value)) &&
    levelsOf(found).length <= MOST_CODES
  );
}

function asText(found: Column): Column {
  const levels = levelsOf(found).map(({ value }) => String(value));
  const codes = new Map(levels.map((level, code) => [level, code]));
  const values = found.kind === "text" ? new Float64Array() : found.values;
  return {
    name: found.name,
    kind: "text",
    codes: Int32Array.from(values, (value) => codes.get(String(value)) ?? -1),
    levels,
  };
}

const PARTS = [
  { method: "hour", word: "Hour", of: (at: Date) => at.getUTCHours() },
  { method: "dayOfWeek", word: "Weekday", of: (at: Date) => at.getUTCDay() },
  { method: "month", word: "Month", of: (at: Date) => at.getUTCMonth() + 1 },
] as const;

/** The parts of a time that take more than one value. */
function timeFeatures(name: string, times: Float64Array, naming: Naming): readonly ProposedFeature[] {
  return PARTS.flatMap(({ method, word, of }) => {
    const values = times.map((time) => (Number.isNaN(time) ? time : of(new Date(time))));
    const column: Column = { name, kind: "number", values };
    if (levelsOf(column).length < 2) return [];
    return [{ name: naming(`${name}${word}`), source: `${access("r", name)}.${method}()`, kind: "number", column }];
  });
}
