import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { browserBundle } from "../../scripts/browser-bundle.ts";

const DOCS = new URL("../../docs/browser.md", import.meta.url);

test("what pages load is one file without imports, with nothing of Node in it, of the size that the documentation says", async () => {
  const code = await browserBundle();
  expect(code).not.toMatch(
    /(?:^|[;}\n])import\b|\bimport\s*\(|\bfrom\s*["'`]|\brequire\(|["'`]node:|\bprocess\.|\bBuffer\b/,
  );
  for (const name of ["openHead", "decodeModel", "scoreRow"]) expect(code).toContain(`as ${name}`);
  const [, said = ""] = /(\d+) kB packed/.exec(readFileSync(DOCS, "utf8")) ?? [];
  const kilobytes = gzipSync(code, { level: 9 }).length / 1_000;
  expect(kilobytes).toBeLessThan(Number(said));
  expect(kilobytes).toBeGreaterThan(0.8 * Number(said));
});
