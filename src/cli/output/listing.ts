import type { Document, TableBlock } from "../../report/index.ts";
import type { Answer } from "../calling/command.ts";

/** What a list shows. */
export interface Listing {
  readonly title: string;
  readonly json: unknown;
  /** Said instead of an empty table. */
  readonly none: string;
  readonly table: TableBlock;
  /** Sentences above the table. */
  readonly summary?: readonly string[];
  /** What the table's order is. Default: newest first. */
  readonly order?: string;
}

/** A list as an answer: one table, or the sentence that says why there is none. */
export function listing({ title, json, none, table, summary = [], order = "Newest first" }: Listing): Answer {
  const isEmpty = table.rows.length === 0;
  const document: Document = {
    title,
    summary: isEmpty ? [none] : summary,
    sections: isEmpty ? [] : [{ title: order, blocks: [table] }],
  };
  return { json, document };
}

/** A time on a list: `2026-11-22 14:58`, UTC. */
export function shortTime(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ");
}
