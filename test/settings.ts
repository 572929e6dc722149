import { join } from "node:path";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** In tests, as in a clone, `alidade` and `alidade/<door>` mean the sources. */
export const doors: { find: RegExp; replacement: string }[] = [
  { find: /^alidade$/, replacement: join(src, "index.ts") },
  { find: /^alidade\/presets$/, replacement: join(src, "presets.ts") },
  { find: /^alidade\/browser$/, replacement: join(src, "model/browser.ts") },
  { find: /^alidade\/decide$/, replacement: join(src, "embed/public.ts") },
  { find: /^alidade\/learn$/, replacement: join(src, "learn/public.ts") },
  { find: /^alidade\/([a-z-]+)$/, replacement: join(src, "$1", "index.ts") },
];

/**
 * Vitest's own report on the screen and, with `ALIDADE_REPORT=<folder>`, the same as JSON in `<folder>/<name>.json`; of a part of the
 * tests, `--shard=1/4`, in `<folder>/<name>-1.json`.
 */
export function reporters(name: string): { reporters: string[]; outputFile: Record<string, string> } {
  const folder = process.env.ALIDADE_REPORT;
  if (folder === undefined) return { reporters: ["default"], outputFile: {} };
  const part = process.argv.map((word) => /^--shard=(\d+)\//.exec(word)?.[1]).find((found) => found !== undefined);
  const file = part === undefined ? `${name}.json` : `${name}-${part}.json`;
  return { reporters: ["default", "json"], outputFile: { json: join(folder, file) } };
}
