import type { ColumnProfile, NumberProfile, Profile, TextProfile } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import {
  barPlot,
  count,
  type Document,
  formatTime,
  formatValue,
  keyValues,
  list,
  percent,
  type Section,
  table,
  type Value,
} from "../../report/index.ts";
import { columnPlot } from "./column-plots.ts";
import { remarksOf } from "./profile-remarks.ts";

/** A profile for a person at a terminal: what is odd, and a line for each column. */
export function profileDocument(name: string, profile: Profile): Document {
  const remarks = remarksOf(profile);
  return {
    title: `Profile of ${name}`,
    summary: [sizeOf(profile)],
    sections: [
      ...(remarks.length === 0 ? [] : [{ title: "Worth a look", blocks: [list(remarks)] }]),
      columnSection(profile),
    ],
  };
}

/** The same as a page, with a plot for each column. */
export function profilePage(name: string, profile: Profile): Document {
  const document = profileDocument(name, profile);
  return {
    ...document,
    sections: [...document.sections, ...missingSection(profile), ...profile.columns.map(detailOf)],
  };
}

function sizeOf({ rows, columns, label }: Profile): string {
  const size = `${formatValue(count(rows))} rows, ${columns.length} columns.`;
  return label === undefined ? size : `${size} Columns are compared with \`${label}\`.`;
}

function columnSection({ columns, rows, label }: Profile): Section {
  const heads = ["Column", "Kind", { name: "Missing", unit: "percent" as const }, "Distinct", "Typical", "Range"];
  return {
    title: "Columns",
    blocks: [
      table(
        label === undefined ? heads : [...heads, { name: "Label", align: "right" as const }],
        columns.map((column) => [
          column.name,
          column.kind,
          rows === 0 ? 0 : column.missing / rows,
          distinctOf(column),
          typical(column),
          rangeOf(column),
          ...(label === undefined ? [] : [association(column)]),
        ]),
      ),
    ],
  };
}

function distinctOf({ distinct: { value, error } }: ColumnProfile): string {
  if (error === 0) return formatValue(count(value));
  return `about ${formatValue(count(Number(value.toPrecision(2))))}`;
}

function typical(column: ColumnProfile): Value {
  if (column.kind === "text" || column.kind === "flag") return mostFrequent(column);
  const median = isInsufficient(column.numbers)
    ? undefined
    : column.numbers.quantiles.find(({ at }) => at === 0.5)?.value;
  return median === undefined ? "" : `median ${wordBrief(column, median)}`;
}

function mostFrequent(column: ColumnProfile): string {
  const [first] = column.values;
  if (first === undefined || first.count * 50 < column.count) return "";
  const name = column.kind === "flag" ? (first.value === 1 ? "yes" : "no") : String(first.value).slice(0, 20);
  return `${name} ${formatValue(percent(first.count / Math.max(1, column.count)))}`;
}

function rangeOf(column: ColumnProfile, word: typeof wordNumber = wordBrief): string {
  if (column.kind === "text")
    return isInsufficient(column.length) ? "" : `${column.length.min} to ${column.length.max} characters`;
  if (column.kind === "flag" || isInsufficient(column.numbers)) return "";
  return `${word(column, column.numbers.min)} to ${word(column, column.numbers.max)}`;
}

/** From so many days on the hour of the first and the last does not matter. */
const LONG = 3 * 86_400_000;

/** In a line of a table, times that lie far apart are dates. */
function wordBrief(column: NumberProfile, value: number): string {
  const { kind, numbers } = column;
  const isLong = kind === "time" && !isInsufficient(numbers) && numbers.max - numbers.min > LONG;
  return isLong ? formatTime(value).slice(0, "2026-01-01".length) : wordNumber(column, value);
}

function wordNumber({ kind }: NumberProfile, value: number): string {
  return kind === "time" ? formatTime(value) : formatValue(Number(value.toPrecision(4)));
}

function association({ label }: ColumnProfile): string {
  if (label === undefined || isInsufficient(label)) return "";
  return label.value.toFixed(2).replace(/^-(0\.00)$/, "$1");
}

function missingSection({ columns, rows }: Profile): readonly Section[] {
  const bars = columns
    .filter(({ missing }) => missing > 0)
    .sort((a, b) => b.missing - a.missing)
    .map(({ name, missing }) => ({ name, value: missing / rows }));
  if (bars.length === 0) return [];
  const plot = barPlot({
    title: "Where values are missing",
    value: { label: "Share of rows", unit: "percent" },
    bars: bars.slice(0, 30),
  });
  return [{ title: "Missing values", blocks: [plot] }];
}

function detailOf(column: ColumnProfile): Section {
  return { title: column.name, lead: leadOf(column), blocks: [...columnPlot(column), keyValues(factsOf(column))] };
}

function leadOf(column: ColumnProfile): string {
  const kinds = { number: "Numbers", flag: "Yes or no", time: "Times", text: "Texts" } as const;
  return `${kinds[column.kind]}: ${formatValue(count(column.count))} rows have one, ${formatValue(count(column.missing))} do not.`;
}

function factsOf(column: ColumnProfile): Readonly<Record<string, Value>> {
  return {
    "Distinct values": distinctOf(column),
    ...(column.kind === "text" ? textFacts(column) : numberFacts(column)),
  };
}

function textFacts({ length, shapes, count: rows }: TextProfile): Readonly<Record<string, Value>> {
  const words = Object.entries(shapes).map(([shape, n]) => `${shape} ${formatValue(percent(n / Math.max(1, rows)))}`);
  const lengths = isInsufficient(length)
    ? length
    : `${length.min} to ${length.max} characters, ${length.mean.toFixed(1)} on average`;
  return { Length: lengths, "What they look like": words.join(", ") };
}

function numberFacts(column: NumberProfile): Readonly<Record<string, Value>> {
  const { numbers, times, kind } = column;
  if (isInsufficient(numbers)) return { Values: numbers };
  if (kind === "flag") return {};
  const quantiles = numbers.quantiles.map(({ at, value }) => `${100 * at}%: ${wordNumber(column, value)}`).join(", ");
  const common = { Range: rangeOf(column, wordNumber), Quantiles: quantiles };
  if (times !== undefined) return { ...common, ...timeFacts(times) };
  return {
    ...common,
    Mean: wordNumber(column, numbers.mean),
    "Standard deviation": isInsufficient(numbers.variance)
      ? numbers.variance
      : wordNumber(column, Math.sqrt(numbers.variance)),
    "Zeros, below zero": `${formatValue(count(numbers.zeros))}, ${formatValue(count(numbers.negatives))}`,
  };
}

function timeFacts({ grain, longestGap }: NonNullable<NumberProfile["times"]>): Readonly<Record<string, Value>> {
  const gap = isInsufficient(longestGap)
    ? longestGap
    : longestGap.days === 0
      ? "none"
      : `${longestGap.days} days, from ${formatTime(longestGap.from)}`;
  return { "Given to the": grain, "Longest gap in days": gap };
}

/** A profile as plain data, without the samples and beyond the most frequent values. */
export function profileJson({ columns, ...rest }: Profile): object {
  return {
    ...rest,
    columns: columns.map((column) => {
      const { values, ...facts } = column;
      const { sample: _, ...kept } = facts as NumberProfile;
      return { ...kept, values: values.slice(0, 20) };
    }),
  };
}
