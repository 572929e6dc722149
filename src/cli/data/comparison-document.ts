import { BARS, type ColumnChange, type Comparison, drifted, MEASURE_WORDS } from "../../data/index.ts";
import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  barPlot,
  callout,
  type Document,
  list,
  type Section,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { changePlot } from "./column-plots.ts";

interface Names {
  readonly before: string;
  readonly after: string;
}

/** What changed, for a person at a terminal: one verdict, and the columns in the order of their change. */
export function comparisonDocument(names: Names, found: Comparison): Document {
  const changed = found.columns.filter(({ verdict }) => verdict !== "no change");
  const rest = found.columns.length - changed.length;
  const renamed = renamedOf(found);
  return {
    title: `${names.after} against ${names.before}`,
    verdict: verdictOf(found),
    summary: [
      `${found.rows.before.toLocaleString("en")} rows before, ${found.rows.after.toLocaleString("en")} after.`,
      ...(renamed.length === 0 ? [] : [`Renamed: ${renamed.map(wordName).join("; ")}.`]),
      ...(found.removed.length === 0 ? [] : [`Gone: ${found.removed.map(code).join(", ")}.`]),
      ...(found.added.length === 0 ? [] : [`New: ${found.added.map(code).join(", ")}.`]),
    ],
    sections: [
      ...(changed.length === 0
        ? []
        : [{ title: "What changed", blocks: [changeTable(changed), ...remarkList(changed)] }]),
      ...(rest === 0 ? [] : [{ title: "What did not", blocks: [list([wordRest(found)])] }]),
    ],
  };
}

/** The same as a page: before and after of every column in one plot, and what the words rest on. */
export function comparisonPage(names: Names, found: Comparison): Document {
  const document = comparisonDocument(names, found);
  const order = found.columns.filter(({ verdict }) => verdict !== "no change");
  const calm = found.columns.filter(({ verdict }) => verdict === "no change");
  return {
    ...document,
    sections: [
      ...document.sections,
      ...missingSection(names, found),
      ...order.map((change) => detailOf(change, names)),
      ...calm.map((change) => ({ ...detailOf(change, names), detail: true })),
      barSection(),
    ],
  };
}

function renamedOf({ columns }: Comparison): readonly ColumnChange[] {
  return columns.filter(({ nowNamed }) => nowNamed !== undefined);
}

function code(name: string): string {
  return `\`${name}\``;
}

function verdictOf(found: Comparison): NonNullable<Document["verdict"]> {
  const far = drifted(found).length;
  const small = found.columns.filter(({ verdict }) => verdict === "small").length;
  const blind = found.columns.filter(({ verdict }) => isInsufficient(verdict)).length;
  const lost = found.removed.length + renamedOf(found).length;
  if (found.columns.length === 0) return { tone: "bad", text: "No column is in both." };
  if (far > 0) return { tone: "bad", text: `${far} of ${found.columns.length} columns drifted.` };
  if (lost > 0) return { tone: "unknown", text: `Nothing drifted; gone or renamed: ${lost} of the columns of before.` };
  if (small > 0)
    return { tone: "unknown", text: `Nothing drifted; ${small} of ${found.columns.length} columns changed a little.` };
  if (blind > 0)
    return { tone: "unknown", text: `Too few rows to tell for ${blind} of ${found.columns.length} columns.` };
  return { tone: "good", text: `None of ${found.columns.length} columns changed.` };
}

const TONES: Readonly<Record<string, Tone>> = { drift: "bad", small: "unknown", "no change": "good" };

function wordVerdict({ verdict }: ColumnChange): Value {
  return isInsufficient(verdict)
    ? words("too few rows", { tone: "unknown" })
    : words(verdict, { tone: TONES[verdict] ?? "neutral" });
}

function nameOf({ name, nowNamed }: ColumnChange): string {
  return nowNamed === undefined ? name : `${name}, now ${nowNamed}`;
}

function changeTable(changes: readonly ColumnChange[]): Block {
  return table(
    ["Column", "", { name: "Largest measure", align: "left" }, { name: "Times its bar", align: "right" }],
    changes.map((change) => [
      nameOf(change),
      wordVerdict(change),
      largestOf(change),
      change.effect > 100 ? "above 100" : change.effect.toFixed(1),
    ]),
  );
}

function largestOf({ measures }: ColumnChange): string {
  const [first] = measures
    .filter(({ name }) => BARS[name] !== undefined)
    .sort((a, b) => b.value / (BARS[b.name]?.drift ?? 1) - a.value / (BARS[a.name]?.drift ?? 1));
  return first === undefined ? "" : `${MEASURE_WORDS[first.name]} ${first.value.toFixed(2)}`;
}

function remarkList(changes: readonly ColumnChange[]): readonly Block[] {
  const remarks = changes.flatMap(({ name, remarks: said }) => said.map((remark) => `${code(name)}: ${remark}`));
  return remarks.length === 0 ? [] : [list(remarks)];
}

function wordName({ name, nowNamed }: ColumnChange): string {
  return nowNamed === undefined ? code(name) : `${code(name)}, now ${code(nowNamed)}`;
}

function wordRest({ columns }: Comparison): string {
  const names = columns.filter(({ verdict }) => verdict === "no change").map(wordName);
  return names.length <= 12
    ? `${names.join(", ")}.`
    : `${names.slice(0, 12).join(", ")} and ${names.length - 12} more.`;
}

function missingSection({ before, after }: Names, { columns }: Comparison): readonly Section[] {
  const changed = columns.filter((change) => change.before.missing > 0 || change.after.missing > 0);
  if (changed.length === 0) return [];
  const share = ({ missing, count }: ColumnChange["before"]): number => missing / Math.max(1, missing + count);
  const top = [...changed]
    .sort((a, b) => Math.abs(share(b.after) - share(b.before)) - Math.abs(share(a.after) - share(a.before)))
    .slice(0, 15);
  const bars = top.flatMap((change) => [
    { name: `${change.name}, ${before}`, value: share(change.before) },
    { name: `${change.name}, ${after}`, value: share(change.after) },
  ]);
  return [
    {
      title: "Missing values",
      blocks: [
        barPlot({ title: "Where values are missing", value: { label: "Share of rows", unit: "percent" }, bars }),
      ],
    },
  ];
}

function detailOf(change: ColumnChange, { before, after }: Names): Section {
  const { verdict, remarks, measures } = change;
  return {
    title: nameOf(change),
    lead: isInsufficient(verdict) ? `Nothing can be said: ${wordInsufficient(verdict)}.` : leadOf(change),
    blocks: [
      ...remarks.map((remark) => callout(verdict === "drift" ? "warning" : "note", remark)),
      ...changePlot(change.before, change.after, before === after ? ["before", "after"] : [before, after]),
      table(
        [
          "Measure",
          { name: "Value", align: "right" },
          { name: "Small from", align: "right" },
          { name: "Drift from", align: "right" },
        ],
        measures.map(({ name, value }) => [
          MEASURE_WORDS[name],
          value.toFixed(3),
          BARS[name]?.small.toString() ?? "",
          BARS[name]?.drift.toString() ?? "",
        ]),
      ),
    ],
  };
}

function leadOf({ verdict, pValue }: ColumnChange): string {
  const chance =
    pValue < 0.0001
      ? "Chance alone does not do this (p below 0.0001)."
      : `By chance alone, as much is seen with p = ${pValue.toFixed(4)}.`;
  if (verdict === "no change") return `No change worth the name. ${chance}`;
  return verdict === "drift" ? `Drifted. ${chance}` : `A small change. ${chance}`;
}

function barSection(): Section {
  return {
    title: "How it is judged",
    lead: "A column changed when a measure is above its bar, and its test, allowing for all columns that were looked at, says that chance does not explain it.",
    blocks: [
      table(
        ["Measure", { name: "Small from", align: "right" }, { name: "Drift from", align: "right" }, "Source"],
        Object.entries(BARS).map(([name, bar]) => [
          MEASURE_WORDS[name as keyof typeof MEASURE_WORDS],
          bar.small.toString(),
          bar.drift.toString(),
          bar.source,
        ]),
      ),
    ],
    detail: true,
  };
}

/** A comparison as plain data, without the two profiles. */
export function comparisonJson({ columns, ...rest }: Comparison): object {
  return { ...rest, columns: columns.map(({ before: _, after: __, ...change }) => change) };
}
