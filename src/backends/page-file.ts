import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { coded } from "./state-errors.ts";

/** Writes a page where a person can open it: whole, or not at all. Throws `state.*`. */
export async function writePage(path: string, page: string): Promise<void> {
  await coded(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, page);
    await rename(`${path}.part`, path);
  });
}
