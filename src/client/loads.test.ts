import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the client loads the kernel and nothing else of ours, no zod, nothing of Node", () => {
  const program = `
    import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
    console.log(JSON.stringify(loaded));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const loaded = (JSON.parse(printed) as string[]).map((url) => url.replace(`file://${root}`, ""));
  expect(loaded).toContain("src/client/index.ts");
  const allowed = /^(src\/(client|kernel)\/|node_modules\/@noble\/hashes\/)/;
  expect(loaded.filter((path) => !allowed.test(path))).toEqual([]);
});
