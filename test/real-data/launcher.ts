import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the real data sets lie: beside the clone. */
export const data = (name: string): string => join(root, "../shared/data", name);

/** Whether a data set is there; a test that needs it says so and skips when it is not. */
export function present(name: string): boolean {
  const found = existsSync(data(name));
  if (!found) process.stderr.write(`Skipped: ${data(name)} is not there.\n`);
  return found;
}

export interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a user does, to its end. */
export async function alidade(args: readonly string[], cwd: string = root): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, "bin/alidade.js"), ...args], { cwd });
  const said = { out: "", err: "" };
  child.stdout.on("data", (bytes) => {
    said.out += String(bytes);
  });
  child.stderr.on("data", (bytes) => {
    said.err += String(bytes);
  });
  const exit = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exit, ...said };
}

/** Serves a system until the work is done. */
export async function whileServing<T>(
  args: readonly string[],
  cwd: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const child = spawn(process.execPath, [join(root, "bin/alidade.js"), "serve", ...args, "--port", "0", "--json"], {
    cwd,
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let out = "";
      child.stdout.on("data", (bytes) => {
        out += String(bytes);
        const found = /"url": "([^"]+)"/.exec(out)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.on("close", () => reject(new Error(`It did not serve: ${out}`)));
    });
    return await work(url);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

/** A folder that is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "alidade-real-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
