import { execFile } from "node:child_process";
import { arch, availableParallelism, platform } from "node:os";
import { promisify } from "node:util";
import type { Provenance } from "../../registry/index.ts";

const run = promisify(execFile);
/** Milliseconds that git may take to say what it knows. */
const PATIENCE = 5_000;

/** The commit that is checked out where a folder lies, and the machine that runs. Outside of a repository, or without git, the commit is null. */
export async function provenanceOf(folder: string, version: string): Promise<Provenance> {
  const [commit, changes] = await Promise.all([
    git(folder, "rev-parse", "HEAD"),
    git(folder, "status", "--porcelain", "--untracked-files=no"),
  ]);
  return {
    commit: commit ?? null,
    dirty: commit === undefined || changes === undefined ? null : changes !== "",
    node: process.version,
    platform: `${platform()} ${arch()}`,
    cpus: availableParallelism(),
    version,
  };
}

async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await run("git", ["-C", folder, ...args], { timeout: PATIENCE, maxBuffer: 16 * 1024 * 1024 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
