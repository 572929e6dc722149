import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Desk, openDesk } from "./host.conformance.ts";
import { runFresh } from "./run-fresh.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.remove());

/** The process that has begun to load a file. */
async function pidIn(name: string): Promise<number> {
  for (;;) {
    const text = await readFile(join(desk.folder, name), "utf8").catch(() => "");
    if (text !== "") return Number(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.each([{ aside: true }, { aside: false }])(
  "a process that is too busy to hear that it is to end is gone once the work has rejected, %j",
  { timeout: 60_000 },
  async (options) => {
    const name = `pid-${options.aside}`;
    const write = `writeFileSync(${JSON.stringify(join(desk.folder, name))}, String(process.pid));`;
    const file = await desk.write("busy.mts", `import { writeFileSync } from "node:fs";\n${write}\nfor (;;) {}\n`);
    const stop = new AbortController();
    const work = runFresh(["check", file, "--json"], stop.signal, options);
    const pid = await pidIn(name);
    expect(isRunning(pid)).toBe(true);
    stop.abort(new Error("enough"));
    await expect(work).rejects.toThrow("enough");
    expect(isRunning(pid)).toBe(false);
  },
);

const knowsIdle = process.platform === "linux" && spawnSync("chrt", ["-m"]).status === 0;

test.skipIf(!knowsIdle)("what runs aside is for idle time", { timeout: 60_000 }, async () => {
  const write = `writeFileSync(${JSON.stringify(join(desk.folder, "idle"))}, String(process.pid));`;
  const file = await desk.write("idle.mts", `import { writeFileSync } from "node:fs";\n${write}\nfor (;;) {}\n`);
  const stop = new AbortController();
  const work = runFresh(["check", file, "--json"], stop.signal, { aside: true });
  const { stdout } = spawnSync("chrt", ["-p", String(await pidIn("idle"))], { encoding: "utf8" });
  stop.abort(new Error("enough"));
  await expect(work).rejects.toThrow("enough");
  expect(stdout).toContain("SCHED_IDLE");
});

test("what ends by itself says how, and what was stopped before is not begun", { timeout: 60_000 }, async () => {
  const { exit, out } = await runFresh(["check", "nothing.mts", "--json"], new AbortController().signal);
  expect([exit, JSON.parse(out)]).toMatchObject([3, { error: {} }]);
  await expect(runFresh(["--help"], AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
});
