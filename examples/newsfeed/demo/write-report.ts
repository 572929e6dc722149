import { writeFile } from "node:fs/promises";
import { type Document, toHtml } from "../../../src/report/index.ts";

/** Writes a report as one HTML page that needs nothing else. */
export async function writeReport(file: string, report: Document): Promise<void> {
  await writeFile(file, await toHtml(report));
}
