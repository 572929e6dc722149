import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { staleCatalogues } from "../../scripts/catalogue.ts";

describe("the catalogue generator", () => {
  let root = "";
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const writeStale = () => {
    for (const { file, text } of staleCatalogues(root)) put(file, text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "catalogue-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  test("finds nothing to do where there are no definitions", () => {
    expect(staleCatalogues(root)).toEqual([]);
  });

  test("lists definitions by name, and neither tests nor itself", () => {
    put("src/model/formats/trees.ts", "export const trees = 1;");
    put("src/model/formats/deep-net.ts", "export const deepNet = 1;");
    put("src/model/formats/trees.test.ts", "");
    const [only] = staleCatalogues(root);
    expect(only?.file).toBe("src/model/_catalogue.ts");
    expect(only?.text).toContain('import { deepNet } from "./formats/deep-net.ts";\nimport { trees }');
    expect(only?.text).not.toContain("test");
  });

  test("is content with what it wrote, until a definition comes or goes", () => {
    put("src/backends/source-csv.ts", "");
    writeStale();
    expect(staleCatalogues(root)).toEqual([]);
    put("src/backends/source-parquet.ts", "");
    expect(staleCatalogues(root).map(({ file }) => file)).toEqual(["src/backends/_catalogue.ts"]);
    writeStale();
    rmSync(join(root, "src/backends/source-csv.ts"));
    expect(staleCatalogues(root)).toHaveLength(1);
  });

  test("loads a source only when it is asked for", () => {
    put("src/backends/source-csv.ts", "");
    expect(staleCatalogues(root)[0]?.text).toContain('csv: () => import("./source-csv.ts")');
  });

  test("names learners for system files without loading them", () => {
    put("src/learn/learners/gbdt.ts", "export const gbdt = 1;");
    const text = staleCatalogues(root).find(({ file }) => file === "src/system/heads/_learners.ts")?.text;
    expect(text).toContain('Object.freeze({ learner: "gbdt", params })');
    expect(text).toMatch(/^import type /m);
    expect(text).not.toMatch(/^import (?!type )/m);
  });

  test("refuses a definition that does not export its own name", () => {
    put("src/learn/learners/gbdt.ts", "export const boosted = 1;");
    expect(() => staleCatalogues(root)).toThrow("src/learn/learners/gbdt.ts must export a const named `gbdt`");
  });
});
