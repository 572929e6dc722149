import { type Document, keyValues, words } from "../../report/index.ts";

interface Copied {
  readonly bytes: number;
}

/** How much was copied. */
export function bytesIn(files: readonly Copied[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** What a backup or a restoration came to. */
export function copiedDocument(title: string, summary: string, files: readonly Copied[]): Document {
  const megabytes = (bytesIn(files) / 1e6).toFixed(1);
  const facts = keyValues({ Files: words(String(files.length)), Megabytes: words(megabytes) });
  return { title, summary: [summary], sections: [{ title: "Copied", blocks: [facts] }] };
}
