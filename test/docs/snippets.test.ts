import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const docs = join(root, "docs");
const run = promisify(execFile);

interface Snippet {
  readonly page: string;
  readonly code: string;
}

/** Programs of the documentation that stand on their own: blocks that open with `ts runs`. */
async function programs(): Promise<readonly Snippet[]> {
  const pages = (await readdir(docs)).filter((name) => name.endsWith(".md"));
  const found = await Promise.all(
    pages.map(async (page) =>
      [...(await readFile(join(docs, page), "utf8")).matchAll(/^```ts runs\n(.*?)^```$/gms)].map(([, code = ""]) => ({
        page,
        code,
      })),
    ),
  );
  return found.flat();
}

const snippets = await programs();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docs-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("a program in the documentation", () => {
  test("is there", () => expect(snippets.map(({ page }) => page)).toContain("learning.md"));

  test.each(snippets)("of $page does what it says, without a word of complaint", async ({ code }) => {
    const file = join(folder, "snippet.mts");
    await writeFile(file, code);
    const { stderr } = await run(process.execPath, ["--import", join(root, "bin/doors.js"), file], { cwd: folder });
    expect(stderr).toBe("");
  });
});
