import { join, resolve } from "node:path";
import { type Assessment, assessmentReport, VIEWS, viewReport } from "../../assess/index.ts";
import type { View } from "../../objective/index.ts";
import { type Document, type Section, toHtml } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";

/** How a reader is named on the command line, and in a page's name: `data-scientist`. */
export function slugOf(view: View): string {
  return view.toLowerCase().replaceAll(" ", "-");
}

/** The reader of that name; undefined where none was named. */
export function viewNamed(slug: string | undefined): View | undefined {
  return VIEWS.find((view) => slugOf(view) === slug);
}

/** The assessment as a document: whole, or worded for one reader. */
export function documentFor(view: View | undefined, assessment: Assessment, system: SystemDefinition): Document {
  return view === undefined ? assessmentReport(assessment, system) : viewReport(view, assessment, system);
}

/** The document with further sections at its end. */
export function withMore(document: Document, more: readonly Section[]): Document {
  return more.length === 0 ? document : { ...document, sections: [...document.sections, ...more] };
}

/** What pages are drawn from. */
export interface PageWork {
  readonly assessment: Assessment;
  readonly system: SystemDefinition;
  /** Only this reader's page. Absent: the whole, and in a folder every reader's. */
  readonly view: View | undefined;
  /** Sections that were asked for beside the assessment; on every page. */
  readonly more: readonly Section[];
}

/**
 * Writes self-contained pages: one where the place ends with `.html`; else a folder with the whole and a page for every
 * reader. Gives their paths.
 */
export async function writePages(
  place: string,
  { assessment, system, view, more }: PageWork,
  { backends, cwd }: Pick<Invocation, "backends" | "cwd">,
): Promise<readonly string[]> {
  const { writePage } = await backends();
  const path = resolve(cwd, place);
  const views = view === undefined ? [undefined, ...VIEWS] : [view];
  const pages = path.endsWith(".html")
    ? [{ file: path, of: view }]
    : views.map((of) => ({ file: join(path, `${of === undefined ? "assessment" : slugOf(of)}.html`), of }));
  for (const { file, of } of pages)
    await writePage(file, await toHtml(withMore(documentFor(of, assessment, system), more)));
  return pages.map(({ file }) => file);
}

/** The document, and where its pages are. */
export function noted(document: Document, pages: readonly string[]): Document {
  if (pages.length === 0) return document;
  const told = pages.length === 1 ? `The page is ${pages[0]}.` : `The pages: ${pages.join(", ")}.`;
  return { ...document, summary: [...document.summary, told] };
}
