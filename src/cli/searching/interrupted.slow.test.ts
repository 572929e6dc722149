import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
import { openState } from "../../presets.ts";
import { registryOf } from "../../registry/index.ts";
import type { Desk } from "../host/host.conformance.ts";
import { openSearchDesk } from "./search-desk.conformance.ts";

const bin = fileURLToPath(new URL("../../../bin/alidade.js", import.meta.url));

let desk: Desk;
beforeAll(async () => {
  desk = await openSearchDesk();
});
afterAll(() => desk.remove());

const small = ["--trials", "8", "--batch", "2", "--outer", "2", "--inner", "2"];
/** Of the package, which a search must go on with. */
const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
const run = (...argv: readonly string[]) => desk.runWith({ version }, ...argv);
const json = async (...argv: readonly string[]) => JSON.parse((await run(...argv, "--json")).out);

/** What a search found, without its names and times. */
function essence({ id: _, seconds: __, report: ___, ...rest }: Record<string, unknown>): object {
  return rest;
}

function start(state: string, ...argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [bin, "search", "shop", ...argv, "--dir", state], {
    cwd: desk.folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Trials that are on disk, seen from outside of the process that makes them. */
async function kept(directory: string): Promise<{ readonly search: string | undefined; readonly trials: number }> {
  const state = await openState(join(desk.folder, directory), { create: true });
  try {
    const registry = registryOf({ state, clock: virtualClock(0), who: "test" });
    const { runs } = await registry.findRuns("shop", {});
    return {
      search: runs.find(({ kind }) => kind === "search")?.id,
      trials: runs.filter(({ kind }) => kind === "trial").length,
    };
  } finally {
    await state.close();
  }
}

/** Waits for as long as the process that makes them lives. */
async function untilTrials(child: ChildProcess, directory: string, least: number): Promise<void> {
  while ((await kept(directory)).trials < least) {
    if (child.exitCode !== null) throw new Error(`the search ended with exit code ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("a search", () => {
  test("that was killed goes on and ends as if it had not been", { timeout: 60_000 }, async () => {
    const child = start("killed", ...small, "--parallel", "1");
    await untilTrials(child, "killed", 4);
    child.kill("SIGKILL");
    await once(child, "exit");
    const { search, trials } = await kept("killed");
    expect(child.signalCode).toBe("SIGKILL");
    expect(trials).toBeLessThan(24);
    const resumed = await json("search", "shop", "--resume", String(search), "--dir", "killed");
    const whole = await json("search", "shop", ...small, "--dir", "whole");
    expect(essence(resumed)).toEqual(essence(whole));
    expect(await kept("killed")).toEqual({ search, trials: 24 });
  });

  test("that was interrupted says how to go on", { timeout: 60_000 }, async () => {
    const child = start("stopped", ...small, "--parallel", "1");
    await untilTrials(child, "stopped", 1);
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(130);
    const { search } = await kept("stopped");
    const { out } = await run("runs", "shop", "--where", "status=interrupted", "--dir", "stopped");
    expect(out).toContain(String(search));
    const { exit } = await run("search", "shop", "--resume", String(search), "--dir", "stopped");
    expect(exit).toBe(0);
  });
});
