import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { coded, stateNotADirectory } from "./state-errors.ts";

/**
 * Writes a page where a person can open it: whole, or not at all. Several processes may write the same one: the last one's
 * stays. Throws `state.*`.
 */
export async function writePage(path: string, page: string): Promise<void> {
  await coded(path, async () => {
    await makeFolder(dirname(path));
    const draft = `${path}.${randomBytes(4).toString("hex")}.part`;
    try {
      await writeFile(draft, page);
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  });
}

async function makeFolder(location: string): Promise<void> {
  await mkdir(location, { recursive: true }).catch((thrown: { code?: string }) => {
    throw thrown.code === "EEXIST" ? stateNotADirectory({ location }, thrown) : thrown;
  });
}
