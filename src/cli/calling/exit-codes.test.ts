import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { usage } from "./errors.ts";
import { EXIT, exitOf, isPlaced } from "./exit-codes.ts";

const src = fileURLToPath(new URL("../..", import.meta.url));

/** Every code that a file of the product declares. */
function declaredCodes(): readonly string[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((f) =>
    /(?<!\.test|\.conformance)\.ts$/.test(f),
  );
  return files.flatMap((file) => {
    const calls = readFileSync(join(src, file), "utf8").matchAll(/defineError(?:<[^(]*>)?\(\s*"([^"]+)"/g);
    return [...calls].map(([, code = ""]) => code);
  });
}

test("every error code of the house has its exit code decided", () => {
  const codes = declaredCodes();
  expect(codes.length).toBeGreaterThan(40);
  expect(codes.filter((code) => !isPlaced(code))).toEqual([]);
});

test("usage is 2, bad input 3, and what has no code is internal", () => {
  expect(exitOf(usage({ problem: "x", help: "y" }))).toBe(EXIT.usage);
  expect(exitOf(new Error("x"))).toBe(EXIT.internal);
  expect(exitOf(undefined)).toBe(EXIT.internal);
});
