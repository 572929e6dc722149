import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { root } from "./house.ts";

/** What another process has loaded after importing `entry`, as paths from the root of the repository. */
function loadedBy(entry: string): readonly string[] {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(pathToFileURL(join(root, entry)).href)});
    console.log(JSON.stringify(loaded));
    process.exit();`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  const urls = JSON.parse(printed.trim().split("\n").at(-1) ?? "[]") as string[];
  const base = pathToFileURL(root).href;
  return urls.filter((url) => url.startsWith(base)).map((url) => url.slice(base.length));
}

describe.each([
  "src/server/index.ts",
  "src/decide/index.ts",
  "src/client/index.ts",
  "src/embed/public.ts",
  "src/index.ts",
])("%s", (entry) => {
  test.skipIf(!existsSync(join(root, entry)))("loads nothing of learn/ or train/ when it runs", () => {
    const loaded = loadedBy(entry);
    expect(loaded).toContain(entry);
    expect(loaded.filter((path) => /^src\/(learn|train)\//.test(path))).toEqual([]);
  });
});

test.skipIf(!existsSync(join(root, "src/learn/index.ts")))("the listing sees training code where it is loaded", () => {
  expect(loadedBy("src/learn/index.ts")).toContain("src/learn/index.ts");
});
