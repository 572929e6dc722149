import type { ColumnProfile, Profile, TextProfile } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { formatValue, percent } from "../../report/index.ts";

/** What is odd about a table, one sentence each; the graver first. */
export function remarksOf({ columns, duplicates, alike }: Profile): readonly string[] {
  const repeats = new Set(duplicates.flat());
  return [
    ...named(
      columns.filter(({ count }) => count === 0),
      "without any value",
    ),
    ...named(
      columns.filter(({ count, constant }) => constant && count > 0),
      "the same in every row",
    ),
    ...duplicates.map((names) => `Columns of the same content: ${names.map(code).join(", ")}.`),
    ...alike
      .filter(({ a, b }) => !(repeats.has(a) && repeats.has(b)))
      .map(
        ({ a, b, correlation }) =>
          `${code(a)} follows from ${code(b)}: their correlation is ${correlation.toFixed(4)}.`,
      ),
    ...columns.flatMap((column) => (column.kind === "text" ? textRemarks(column) : [])),
    ...columns.flatMap(leakRemark),
    ...named(
      columns.filter(({ count, missing }) => count > 0 && missing > count),
      "missing in more than half of the rows",
    ),
  ];
}

function code(name: string): string {
  return `\`${name}\``;
}

function named(columns: readonly ColumnProfile[], words: string): readonly string[] {
  if (columns.length === 0) return [];
  const names = columns.slice(0, 8).map(({ name }) => code(name));
  const more = columns.length > 8 ? ` and ${columns.length - 8} more` : "";
  const [noun, verb] = columns.length === 1 ? ["Column", "is"] : ["Columns", "are"];
  return [`${noun} ${names.join(", ")}${more} ${verb} ${words}.`];
}

function textRemarks({ name, shapes, count }: TextProfile): readonly string[] {
  const say = (rows: number | undefined, words: string): readonly string[] =>
    rows === undefined ? [] : [`${code(name)}: ${formatValue(percent(rows / count))} of texts ${words}.`];
  return [
    ...say(shapes.damaged, "look as if they were read in a wrong encoding"),
    ...say(shapes.formula, "begin as a spreadsheet's formula does"),
    ...say(shapes.padded, "begin or end with a space"),
  ];
}

/** Beyond this, a column may well be made from the label. */
const TOO_GOOD = 0.95;

function leakRemark({ name, label }: ColumnProfile): readonly string[] {
  if (label === undefined || isInsufficient(label) || Math.abs(label.value) < TOO_GOOD) return [];
  return [
    `${code(name)} says nearly all about the label (${label.value.toFixed(2)}): is it known when the decision is made?`,
  ];
}
