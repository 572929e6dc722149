/** Builds what is published: `dist` from `src`, the one file for pages, and proof that every path named in package.json is there. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserBundle } from "./browser-bundle.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Everything under `src` that is neither TypeScript nor a folder: it is shipped as it is. */
function copyAssets(): void {
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true });
  for (const file of files) {
    if (!file.isFile() || /\.[cm]?tsx?$/.test(file.name)) continue;
    const source = join(file.parentPath, file.name);
    cpSync(source, join(root, "dist", source.slice(join(root, "src").length)));
  }
}

/** Every path in a value of package.json: `{ ".": { types, default } }` and `{ alidade: "bin/…" }` alike. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return Object.values(value as Record<string, unknown>).flatMap(pathsIn);
}

function missingPaths(): readonly string[] {
  const { exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return [...pathsIn(exports), ...pathsIn(bin)].filter((path) => !existsSync(join(root, path)));
}

function compile(): boolean {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
    return true;
  } catch {
    console.error("The sources do not compile: see above. Nothing was built.");
    return false;
  }
}

async function build(): Promise<boolean> {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  if (!compile()) {
    rmSync(join(root, "dist"), { recursive: true, force: true });
    return false;
  }
  copyAssets();
  writeFileSync(join(root, "dist", "browser.js"), await browserBundle());
  const missing = missingPaths();
  for (const path of missing) console.error(`package.json names ${path}, and the build did not make it.`);
  return missing.length === 0;
}

if (!(await build())) process.exitCode = 1;
