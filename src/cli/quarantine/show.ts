import { relative, resolve } from "node:path";
import type { Quarantined, Row } from "../../data/index.ts";
import { type Document, table } from "../../report/index.ts";
import type { Invocation } from "../calling/command.ts";
import { asideCsv } from "../training/keep-refused.ts";

/** Writes every row as CSV, where a file was named; the path as it is shown. */
export async function writeRows(
  file: string | undefined,
  { records }: Pick<Quarantined, "records">,
  { cwd, backends }: Pick<Invocation, "cwd" | "backends">,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const path = resolve(cwd, file);
  await (await backends()).writePage(path, asideCsv(records));
  return relative(cwd, path);
}

export interface Shown {
  readonly limit: number;
  readonly file: string | undefined;
}

/** The rows of one quarantine for a person. */
export function showDocument(
  name: string,
  { rows, share, reasons, records }: Quarantined,
  { limit, file }: Shown,
): Document {
  if (rows === 0)
    return {
      title: `Quarantine of ${name}`,
      verdict: { tone: "good", text: "Nothing was set aside." },
      summary: [],
      sections: [],
    };
  const why = reasons.map(({ field, rule, demand, count }) => [field, rule, demand, count]);
  const shown = records
    .slice(0, limit)
    .map(({ row, reasons: broke, given }) => [String(row), broke.join("; "), wordRow(given)]);
  const more = records.length > shown.length ? [`The first ${shown.length} are shown; \`--limit\` shows more.`] : [];
  return {
    title: `Quarantine of ${name}`,
    verdict: {
      tone: "neutral",
      text: `${rows.toLocaleString("en-US")} ${rows === 1 ? "row was" : "rows were"} set aside, ${wordShare(share)} of all.`,
    },
    summary: [...more, ...(file === undefined ? [] : [`All of them are in ${file}.`])],
    sections: [
      { title: "Reasons", blocks: [table(["Field", "Rule", "Must be", { name: "Rows", unit: "count" }], why)] },
      { title: "Rows", blocks: [table(["Row", "Breaks", "As it came"], shown)] },
    ],
  };
}

function wordShare(share: number): string {
  return `${Number((100 * share).toPrecision(2))}%`;
}

const LONGEST = 120;

/** A row in a line. */
export function wordRow(given: Row): string {
  const text = Object.entries(given)
    .map(([name, value]) => `${name} ${value ?? "–"}`)
    .join(", ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
