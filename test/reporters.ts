import { join } from "node:path";

/** Vitest's own report on the screen and, with `ALIDADE_REPORT=<folder>`, the same as JSON in `<folder>/<name>.json`. */
export function reporters(name: string): { reporters: string[]; outputFile: Record<string, string> } {
  const folder = process.env.ALIDADE_REPORT;
  if (folder === undefined) return { reporters: ["default"], outputFile: {} };
  return { reporters: ["default", "json"], outputFile: { json: join(folder, `${name}.json`) } };
}
