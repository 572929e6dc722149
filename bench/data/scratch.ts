import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { root } from "../frame/child.ts";

/** An empty folder below `.cache`, where nothing that a measured program leaves behind is in the way. The caller removes it. */
export function scratchFolder(name: string): string {
  const parent = join(root, ".cache", "bench");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${name}-`));
}
