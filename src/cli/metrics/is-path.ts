import { stat } from "node:fs/promises";
import { resolve } from "node:path";

/** Whether a word names a file or a folder, or can only be meant as one. */
export async function isPath(word: string, cwd: string): Promise<boolean> {
  if (/[/\\]|\.(mts|ts|mjs|js)$/.test(word)) return true;
  return (await stat(resolve(cwd, word)).catch(() => undefined)) !== undefined;
}
