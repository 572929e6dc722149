import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { isRunning } from "../host/is-running.ts";
import { rows, systemWith } from "./shop.conformance.ts";

const bin = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.write("rows.csv", rows(1_200));
  // Its training never comes to an end, and never listens.
  const pid = JSON.stringify(join(desk.folder, "pid"));
  const busy = `if (process.argv.includes("train")) { writeFileSync(${pid}, String(process.pid)); for (;;) {} }`;
  await desk.write("shop.mts", `import { writeFileSync } from "node:fs";\n${busy}\n${systemWith("retrain: {},")}`);
});
afterAll(() => desk.remove());

const start = (...argv: readonly string[]) => spawn(process.execPath, [bin, ...argv], { cwd: desk.folder });

test("says of each stage when it begins, who goes on with it, and takes its training along when it is interrupted", {
  timeout: 120_000,
}, async () => {
  const waiting = start("retrain", "shop.mts", "--now", "--wait");
  const said = text(waiting.stderr);
  let training = 0;
  while (training === 0 && waiting.exitCode === null) {
    training = Number(await readFile(join(desk.folder, "pid"), "utf8").catch(() => 0));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(isRunning(training)).toBe(true);
  const elsewhere = await text(start("retrain", "shop.mts").stdout);
  expect(elsewhere.replaceAll(/\s+/g, " ")).toContain(`Process ${waiting.pid} goes on with it, since`);
  waiting.kill("SIGINT");
  expect(await once(waiting, "exit")).toEqual([130, null]);
  expect(isRunning(training)).toBe(false);
  expect(await said).toMatch(
    /^Stage `snapshot` begins\.\nStage `snapshot` .*took the snapshot .*\nStage `train` begins\.\nInterrupted/,
  );
  const after = await text(start("retrain", "shop.mts").stdout);
  expect(after.replaceAll(/\s+/g, " ")).toContain("No `alidade up` looks after it here");
});
