import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A command line that loads a system file and says what it found, hangs until told to stop, or breaks. */
const MAIN = `
import { pathToFileURL } from "node:url";
export async function main(argv) {
  if (argv[0] === "load") console.log((await import(pathToFileURL(argv[1]).href)).default);
  if (argv[0] === "hang") {
    process.on("SIGTERM", () => process.exit(7));
    setInterval(() => {}, 1000);
    console.log("ready");
  }
  if (argv[0] === "break") throw new Error("broken");
  return argv[0] === "refuse" ? 1 : 0;
}`;

const AWAY = `
import { from } from "alidade";
import * as client from "alidade/client";
export default from + ", " + client.from;`;

let place = "";
let systemFile = "";
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), text);
};

/** The launcher and the manifest, with these stand-ins for what they lead to. */
function putPackage(folder: string, texts: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(texts)) put(join(folder, path), text);
  cpSync(join(root, "bin"), join(place, folder, "bin"), { recursive: true });
  cpSync(join(root, "package.json"), join(place, folder, "package.json"));
  return join(place, folder, "bin/alidade.js");
}

const source = {
  "src/cli/main.ts": MAIN,
  "src/index.ts": 'export const from: string = "src";',
  "src/client/index.ts": 'export const from: string = "src client";',
};
const built = {
  "dist/cli/main.js": MAIN,
  "dist/index.js": 'export const from = "dist";',
  "dist/client/index.js": 'export const from = "dist client";',
};

const launch = (launcher: string, ...args: string[]) =>
  spawnSync(process.execPath, [launcher, ...args], { cwd: dirname(systemFile), encoding: "utf8" });

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "launcher-"));
  put("far/away.mts", AWAY);
  systemFile = join(place, "far/away.mts");
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("a system file anywhere on the disk", () => {
  test("means the sources when the launcher is a clone's, even beside an old build", () => {
    const clone = putPackage("clone", { ...source, ...built });
    expect(launch(clone, "load", systemFile).stdout).toBe("src, src client\n");
  });
  test("means the build when the package is installed", () => {
    const installed = putPackage("project/node_modules/alidade", built);
    expect(launch(installed, "load", systemFile).stdout).toBe("dist, dist client\n");
  });
});

describe("the exit code", () => {
  test("is what the command line returned", () => {
    const clone = putPackage("codes", source);
    expect(launch(clone, "accept").status).toBe(0);
    expect(launch(clone, "refuse").status).toBe(1);
  });
  test("is 4 when the command line itself broke", () => {
    const { status, stderr } = launch(putPackage("breaks", source), "break");
    expect(stderr).toContain("broken");
    expect(status).toBe(4);
  });
});

/** A Node that says it is old: the same binary, with its version overwritten before the launcher starts. */
function launchAsOld(launcher: string, ...args: string[]): readonly [command: string, args: string[]] {
  put("old.cjs", 'Object.defineProperty(process, "version", { value: "v20.1.0" });\nprocess.execArgv.length = 0;');
  return [process.execPath, ["--require", join(place, "old.cjs"), launcher, ...args]];
}

/** Where the launcher looks for a newer Node: a package with a version and a binary. */
function putPinnedNode(folder: string): void {
  put(join(folder, "node_modules/node/package.json"), JSON.stringify({ name: "node", version: "24.0.0" }));
  mkdirSync(join(place, folder, "node_modules/node/bin"), { recursive: true });
  symlinkSync(process.execPath, join(place, folder, "node_modules/node/bin/node"));
}

describe("on an old Node", () => {
  test("one sentence says what is needed and what to do", () => {
    const [command, args] = launchAsOld(putPackage("alone", source), "accept");
    const { status, stderr, stdout } = spawnSync(command, args, { encoding: "utf8" });
    expect(stderr).toMatch(/^Alidade needs Node 22\.18 or newer .*npm install --save-dev node@24`\.\n$/);
    expect([status, stdout]).toEqual([2, ""]);
  });
  test("the pinned Node takes over, with output and exit code", () => {
    const launcher = putPackage("pinned", source);
    putPinnedNode("pinned");
    const [command, args] = launchAsOld(launcher, "load", systemFile);
    expect(execFileSync(command, args, { encoding: "utf8" })).toBe("src, src client\n");
    expect(spawnSync(...launchAsOld(launcher, "refuse")).status).toBe(1);
  });
  test("a request to stop reaches the Node that does the work", async () => {
    const launcher = putPackage("stopped", source);
    putPinnedNode("stopped");
    const child = spawn(...launchAsOld(launcher, "hang"), { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(7);
  });
});

test("the launcher may be executed", () => {
  expect(statSync(join(root, "bin/alidade.js")).mode & 0o111).toBe(0o111);
});
