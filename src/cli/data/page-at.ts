import { resolve } from "node:path";
import type { Document } from "../../report/index.ts";
import type { Invocation } from "../calling/command.ts";

/** A page that was written where the user asked for one, and how an answer tells of it. */
export interface WrittenPage {
  readonly json: { readonly page?: string };
  noted(document: Document): Document;
}

/** Writes a document as one self-contained page to the file of `--html`; nothing when none was named. */
export async function writeTo(
  file: string | undefined,
  make: () => Document,
  { backends, cwd }: Pick<Invocation, "backends" | "cwd">,
): Promise<WrittenPage> {
  if (file === undefined) return { json: {}, noted: (document) => document };
  const path = resolve(cwd, file);
  const { toHtml } = await import("../../report/index.ts");
  const { writePage } = await backends();
  await writePage(path, await toHtml(make()));
  return {
    json: { page: path },
    noted: (document) => ({ ...document, summary: [...document.summary, `The page is ${path}.`] }),
  };
}
