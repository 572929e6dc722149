import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { adjustForMany, detectableDistance } from "../../stats/index.ts";
import type { Profile } from "../profile/profile.ts";
import type { ColumnChange, Comparison, Measure, Verdict } from "./comparison.ts";
import { type Finding, missingFinding } from "./finding.ts";
import { BARS } from "./measures.ts";
import { numberFinding } from "./number-finding.ts";
import { newValues, remarksOn } from "./remarks.ts";
import { type Renamed, renamedColumns } from "./renamed.ts";
import { timeFinding } from "./time-finding.ts";
import { isSerial, valueFinding } from "./value-finding.ts";

export interface CompareOptions {
  /** How much depends on a column, by name: what changes matter most comes first. Default: 1 for each. */
  readonly importance?: Readonly<Record<string, number>>;
  /** The share of false alarms among alarms that is put up with. Default 0.05. */
  readonly falseAlarms?: number;
}

interface Compared extends Renamed {
  readonly findings: readonly Finding[];
}

/**
 * Compares two looks at a table: two snapshots, or what was learned from and what is served. A column has changed when
 * the change is larger than a bar that others have drawn, and chance does not explain it: with many rows the first
 * decides, with few the second. Columns that are gone and come are matched where they hold the same.
 */
export function compareProfiles(before: Profile, after: Profile, options: CompareOptions = {}): Comparison {
  const later = new Map(after.columns.map((column) => [column.name, column]));
  const earlier = new Set(before.columns.map(({ name }) => name));
  const gone = before.columns.filter(({ name }) => !later.has(name));
  const come = after.columns.filter(({ name }) => !earlier.has(name));
  const renamed = renamedColumns(gone, come);
  const kept = before.columns.flatMap((column) => {
    const now = later.get(column.name);
    return now === undefined ? [] : [{ before: column, after: now }];
  });
  const compared = [...kept, ...renamed].map((pair) => ({ ...pair, findings: findingsOf(pair) }));
  return {
    rows: { before: before.rows, after: after.rows },
    columns: judge(compared, options).sort((a, b) => b.weight - a.weight),
    added: come.filter((column) => renamed.every((pair) => pair.after !== column)).map(({ name }) => name),
    removed: gone.filter((column) => renamed.every((pair) => pair.before !== column)).map(({ name }) => name),
  };
}

function findingsOf({ before, after }: Renamed): readonly Finding[] {
  const missing = missingFinding(before, after);
  if (before.kind === "text" || after.kind === "text" || before.kind === "flag" || after.kind === "flag")
    return before.kind === after.kind ? [valueFinding(before, after), missing] : [missing];
  if (before.kind === "time" && after.kind === "time") return [timeFinding(before, after), missing];
  if (isSerial(before) && isSerial(after)) return [missing];
  return before.kind === after.kind ? [numberFinding(before, after), missing] : [missing];
}

/** All tests of all columns are allowed for at once. */
function judge(compared: readonly Compared[], { importance = {}, falseAlarms = 0.05 }: CompareOptions): ColumnChange[] {
  const adjusted = adjustForMany(compared.flatMap(({ findings }) => findings.flatMap(({ pValue }) => pValue ?? [])));
  let next = 0;
  return compared.map(({ before, after, findings }) => {
    const pValues = findings.map(({ pValue }) => (pValue === undefined ? 1 : (adjusted[next++] as number)));
    const isReal = (i: number): boolean => (pValues[i] as number) <= falseAlarms;
    const real = findings.filter((_, i) => isReal(i)).flatMap(({ measures }) => measures);
    const verdict = before.kind === after.kind ? verdictOf(real, { findings, isReal }) : "drift";
    const effect = before.kind === after.kind ? effectOf(real) : WHOLLY;
    return {
      name: before.name,
      ...(after.name === before.name ? {} : { nowNamed: after.name }),
      before,
      after,
      verdict,
      effect,
      weight: effect * (importance[before.name] ?? 1),
      measures: findings.flatMap(({ measures }) => measures),
      pValue: Math.min(1, ...pValues),
      remarks: remarksOn({ before, after }, verdict),
      ...newValues(before, after),
    };
  });
}

/** The effect of a column that became another kind of thing. */
const WHOLLY = 10;

function effectOf(measures: readonly Measure[]): number {
  return measures.reduce((most, { name, value }) => Math.max(most, value / (BARS[name]?.drift ?? Infinity)), 0);
}

interface Judged {
  readonly findings: readonly Finding[];
  isReal(index: number): boolean;
}

function verdictOf(real: readonly Measure[], { findings, isReal }: Judged): Verdict | Insufficient {
  if (effectOf(real) >= 1) return "drift";
  if (real.some(({ name, value }) => value >= (BARS[name]?.small ?? Infinity))) return "small";
  const blind = findings.findIndex((finding, i) => !isReal(i) && isBlind(finding));
  return blind < 0
    ? "no change"
    : insufficient("too-few-rows", { need: ENOUGH, have: Math.min(...(findings[blind]?.rows ?? [])) });
}

const DRIFT = BARS["kolmogorov-smirnov"]?.drift ?? 0;
/** Rows of either table from which a drift at the bar would be noticed. */
const ENOUGH = Math.ceil(2 * (1.358 / DRIFT) ** 2);

/** Whether so few rows would not have shown a drift at the bar. */
function isBlind({ rows: [before, after] }: Finding): boolean {
  return before === 0 || after === 0 ? before !== after : detectableDistance(before, after) > DRIFT;
}

/** The columns that drifted, as they are ordered. */
export function drifted({ columns }: Comparison): readonly ColumnChange[] {
  return columns.filter(({ verdict }) => !isInsufficient(verdict) && verdict === "drift");
}
