import { join } from "node:path";
import { isAlidadeError } from "../../kernel/index.ts";
import { type Document, toHtml } from "../../report/index.ts";
import type { Invocation } from "../calling/command.ts";

/** Writes a document into the state directory as one self-contained page, `reports/<name>.html`, and gives its path. */
export async function writeReport(
  document: Document,
  name: string,
  { backends, directory }: Pick<Invocation, "backends" | "directory">,
): Promise<string> {
  const path = join(directory, "reports", `${name}.html`);
  const { writePage } = await backends();
  await writePage(path, await toHtml(document));
  return path;
}

/** The same, for what only looks: null where the state may only be read. */
export async function writeReportOrNot(...given: Parameters<typeof writeReport>): Promise<string | null> {
  return await writeReport(...given).catch((thrown: unknown) => {
    if (isAlidadeError(thrown, "state.not-writable")) return null;
    throw thrown;
  });
}

/** Says where the page is that {@link writeReportOrNot} wrote, or that there is none. */
export function wordPage(page: string | null, what = "The page"): string {
  return page === null ? "No page was written: this state may only be read." : `${what}: ${page}`;
}
