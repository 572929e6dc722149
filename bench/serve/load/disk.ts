import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { quantile } from "../../frame/median.ts";

const FLUSHES = 600;
const PAGE = new Uint8Array(16_384);

/** What the disk of a folder alone takes to write and flush a page, as a note under a table. */
export function diskNote(folder: string): string {
  const path = join(folder, "disk");
  const file = openSync(path, "w");
  const took = Array.from({ length: FLUSHES }, () => {
    const start = performance.now();
    writeSync(file, PAGE);
    fsyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  rmSync(path);
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  return `The disk alone writes and flushes a page in ${p50.toFixed(2)} ms at p50 and ${p99.toFixed(2)} ms at p99.`;
}
