import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { fullDisk } from "../../bench/serve/faults/full-disk.ts";
import { slowDisk } from "../../bench/serve/faults/slow-disk.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-serve-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

const WHOLE = { missing: 0, doubled: 0, untold: 0, differing: 0, odd: 0 };

test("a disk whose flushes take longer and longer costs time, and nothing that was acknowledged", async (context) => {
  const delays = [0, 20, 200, 0];
  const found = await slowDisk({ delays, seconds: 1, lanes: 64, folder: join(folder, "slow") });
  if (found === undefined) return context.skip("needs Linux and cc");
  expect(found).toMatchObject(WHOLE);
  expect(found.decisions).toBeGreaterThan(100);
});

test.each(["refuse", "answer"] as const)("a disk that is full, and has room again: %s, and go on", async (whenFull) => {
  const found = await fullDisk({ whenFull, rounds: 2, folder: join(folder, whenFull) });
  if (found === undefined) return;
  expect(found).toMatchObject({ missing: 0, doubled: 0, differing: 0, odd: 0, recovered: 2 });
  // Whoever declared that decisions are to be answered has a server that a balancer leaves where it is.
  if (whenFull === "answer") expect(found).toMatchObject({ unready: 0, remarked: 2 });
  expect(found.decisions).toBeGreaterThan(50);
});
