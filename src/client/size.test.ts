import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

interface Bundler {
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ readonly output: readonly { readonly code?: string }[] }>;
  }>;
}

/** The bundler that Vite brings along. */
async function bundled(entry: string): Promise<string> {
  const vite = createRequire(createRequire(import.meta.url).resolve("vitest/package.json")).resolve("vite");
  const { rolldown } = (await import(
    pathToFileURL(createRequire(vite).resolve("rolldown")).href
  )) as unknown as Bundler;
  const bundle = await rolldown({ input: entry, platform: "browser" });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  return output.map(({ code = "" }) => code).join("");
}

test("the whole client is less than 5 kB in a page, packed", async () => {
  const code = await bundled(fileURLToPath(new URL("./index.ts", import.meta.url)));
  expect(code).toContain("idempotency-key");
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(5_000);
  expect(code).not.toMatch(/\brequire\(|from\s*["'`]node:|\bprocess\./);
});
