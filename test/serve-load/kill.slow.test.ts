import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { killUnderLoad } from "../../bench/serve/faults/kill.ts";
import { stopUnderLoad } from "../../bench/serve/faults/stop.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-serve-load-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Nothing lost, nothing twice, nothing that nobody was told of, and no answer but the right one. */
const WHOLE = { missing: 0, doubled: 0, untold: 0, differing: 0, odd: 0 };

test("a server that is killed under load keeps every decision and outcome that it acknowledged, once", async () => {
  const found = await killUnderLoad({ times: 5, state: join(folder, "killed") });
  expect(found).toMatchObject(WHOLE);
  expect(found.decisions).toBeGreaterThan(100);
  expect(found.outcomes).toBeGreaterThan(50);
});

test("a server that is asked to end under load keeps what it acknowledged, once, and ends with 0", async () => {
  const found = await stopUnderLoad({ times: 3, state: join(folder, "stopped") });
  expect(found).toMatchObject({ ...WHOLE, failedExits: 0 });
  expect(found.decisions).toBeGreaterThan(100);
});
