import { pathToFileURL } from "node:url";
import { defineError, type ErrorConstructor, isObject, type Space } from "../../kernel/index.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

export const searchMalformed: ErrorConstructor<{ readonly path: string; readonly got: string }> = defineError(
  "cli.input.search-malformed",
  {
    headline: "What the file says to search for cannot be read",
    message: ({ path, got }: { readonly path: string; readonly got: string }) =>
      `The export \`search\` of ${path} must be an object with a space for each head. Got ${got}.`,
    hint: () =>
      "Write it as `export const search = { risk: { numLeaves: between(8, 128, { log: true, whole: true }) } };`.",
  },
);

/** The spaces that a system file exports as `search`, by head; none when it exports none. Throws `cli.input.search-malformed`. */
export async function declaredSpaces({ file }: LoadedSystem, cwd: string): Promise<Readonly<Record<string, Space>>> {
  const { search = {} } = (await import(pathToFileURL(file).href)) as { readonly search?: unknown };
  if (isObject(search) && Object.values(search).every(isObject)) return search as Readonly<Record<string, Space>>;
  throw searchMalformed({ path: shownPath(file, cwd), got: JSON.stringify(search) ?? typeof search });
}
