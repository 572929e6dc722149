import type { Archive, Archived, ArchivedComparison, StoredComparison } from "../../experiment/index.ts";
import type { Answer } from "../calling/command.ts";
import { archiveTable } from "./archive-views.ts";

/** What was archived, for both kinds of reader. */
export interface KeptAll extends Answer {
  /** The comparisons that were new, and how many had been there. */
  readonly json: { readonly added: readonly StoredComparison[]; readonly known: number };
}

/** Archives comparisons one after the other, and says which of them were new. */
export async function keepAll(
  archive: Archive,
  comparisons: readonly ArchivedComparison[],
  title: string,
): Promise<KeptAll> {
  const kept: Archived[] = [];
  for (const comparison of comparisons) kept.push(await archive.keep(comparison));
  const added = kept.filter(({ known }) => !known).map(({ record }) => record);
  const before = kept.length - added.length;
  const summary = [
    `${added.length} archived.`,
    ...(before === 0 ? [] : [`${before} had been there, word for word.`]),
    "`alidade experiments rate` says what they teach.",
  ];
  return {
    json: { added, known: before },
    document: {
      title,
      summary,
      sections: added.length === 0 ? [] : [{ title: "Archived", blocks: [archiveTable(added)] }],
    },
  };
}
