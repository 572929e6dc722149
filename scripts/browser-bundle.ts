/** What pages load: one file without imports, made by the bundler that Vite brings along. */
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

interface Bundler {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ readonly output: readonly { readonly code?: string }[] }>;
  }>;
}

/** A source file with all that it uses, as one module for browsers. */
export async function bundled(entry: string): Promise<string> {
  const vite = createRequire(createRequire(import.meta.url).resolve("vitest/package.json")).resolve("vite");
  const { rolldown } = (await import(
    pathToFileURL(createRequire(vite).resolve("rolldown")).href
  )) as unknown as Bundler;
  // No module does anything when it is imported, so what is not used can be left out.
  const bundle = await rolldown({ input: entry, platform: "browser", treeshake: { moduleSideEffects: false } });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  return output.map(({ code = "" }) => code).join("");
}

/** `alidade/browser` as one file. */
export function browserBundle(): Promise<string> {
  return bundled(fileURLToPath(new URL("../src/model/browser.ts", import.meta.url)));
}
