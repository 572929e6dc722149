import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writePage } from "./page-file.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "alidade-page-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test("a page that many write at once is one of theirs, whole, and nothing is left beside it", async () => {
  const place = join(folder(), "reports");
  const pages = Array.from({ length: 40 }, (_, i) => `${i} `.repeat(20_000));
  await Promise.all(pages.map((page) => writePage(join(place, "model.html"), page)));
  expect(pages).toContain(readFileSync(join(place, "model.html"), "utf8"));
  expect(readdirSync(place)).toEqual(["model.html"]);
});

test("a page that cannot be written says so with a code, and leaves nothing", async () => {
  const place = folder();
  await writePage(join(place, "a"), "page");
  await expect(writePage(join(place, "a", "b.html"), "page")).rejects.toMatchObject({ code: "state.not-a-directory" });
  expect(readdirSync(place)).toEqual(["a"]);
});
