import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, test } from "vitest";
import { tableOf } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";
import type { CommandOutcome } from "../train/index.ts";
import { outsideOf } from "./command-runner.ts";
import { parquetSource } from "./source-parquet.ts";

const folder = mkdtempSync(join(tmpdir(), "alidade-command-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const training = tableOf({ visits: "number", plan: "text", vip: "flag", __label: "number" }, [
  { visits: 1.5, plan: "a'b", vip: true, __label: 0 },
  { visits: null, plan: null, vip: null, __label: 1 },
]);
const JOB = 'const fs = require("node:fs"); const job = JSON.parse(fs.readFileSync(process.env.ALIDADE_JOB, "utf8"));';

interface Options {
  readonly timeout?: number;
  readonly env?: readonly string[];
  readonly signal?: AbortSignal;
}

function run(code: string, { timeout = 20_000, env = [], signal }: Options = {}): Promise<CommandOutcome> {
  const outside = outsideOf({ from: folder, ...(signal === undefined ? {} : { signal }) });
  return outside.command({
    run: [process.execPath, "-e", JOB + code],
    timeout,
    env,
    training,
    description: { seed: 7 },
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that are held when everything that can be freed is. */
function inUse(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe("a command that learns", () => {
  test("finds the rows as Parquet with their kinds, and gives back the file that it leaves", async () => {
    const kept = join(folder, "kept.parquet");
    const code = `fs.copyFileSync(job.training, ${JSON.stringify(kept)}); fs.writeFileSync(job.output + "/model.txt", "seed " + job.seed); console.log("done");`;
    const outcome = await run(code);
    expect(outcome).toMatchObject({ exitCode: 0, timedOut: false, log: "done" });
    expect(outcome.model?.name).toBe("model.txt");
    expect(new TextDecoder().decode(outcome.model?.bytes)).toBe("seed 7");
    const back = await parquetSource.read({ path: kept } as never, { file: kept });
    expect(back.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["visits", "number"],
      ["plan", "text"],
      ["vip", "flag"],
      ["__label", "number"],
    ]);
    expect(back.rows).toBe(2);
    expect(back.columns[0]).toMatchObject({ values: Float64Array.of(1.5, Number.NaN) });
    expect(back.columns[1]).toMatchObject({ levels: ["a'b"] });
  });

  test("is stopped when its time is over, with everything that it started", async () => {
    const pidFile = join(folder, "child.pid");
    const code = `const c = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); fs.writeFileSync(${JSON.stringify(pidFile)}, String(c.pid)); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`;
    // However slow the machine: the limit doubles until the command has got far enough to start something.
    for (let timeout = 500; !existsSync(pidFile); timeout *= 2)
      expect(await run(code, { timeout })).toMatchObject({ timedOut: true, exitCode: null });
    const child = Number(readFileSync(pidFile, "utf8"));
    await expect.poll(() => isRunning(child), { timeout: 20_000 }).toBe(false);
  });

  test("may flood its output: the end is kept and memory does not grow", async () => {
    const code =
      'const line = "x".repeat(1023) + "\\n"; for (let i = 0; i < 200000; i++) fs.writeSync(1, line); fs.writeSync(2, "the end"); process.exit(3);';
    const before = inUse();
    const outcome = await run(code);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.log.length).toBeLessThanOrEqual(16_384);
    expect(outcome.log.endsWith("the end")).toBe(true);
    // 200 MB went by; what they were read into is given back once its last reader is done.
    await expect.poll(() => inUse() - before, { timeout: 10_000 }).toBeLessThan(20e6);
  });

  test("sees what it needs of the environment, and a secret only when it is named", async () => {
    process.env.ALIDADE_TEST_SECRET = "hush";
    const code = 'console.log(process.env.ALIDADE_TEST_SECRET ?? "nothing", process.env.PATH !== undefined);';
    expect((await run(code)).log).toBe("nothing true");
    expect((await run(code, { env: ["ALIDADE_TEST_SECRET"] })).log).toBe("hush true");
    delete process.env.ALIDADE_TEST_SECRET;
  });

  test("that leaves no file, a link or a pipe has left no model", async () => {
    writeFileSync(join(folder, "elsewhere"), "secret");
    expect((await run("")).model).toBeUndefined();
    const link = `fs.symlinkSync(${JSON.stringify(join(folder, "elsewhere"))}, job.output + "/model.txt");`;
    expect((await run(link)).model).toBeUndefined();
    const pipe = 'require("node:child_process").execFileSync("mkfifo", [job.output + "/model"]);';
    expect((await run(pipe)).model).toBeUndefined();
  });

  test("that cannot be started is an error with its words", async () => {
    const outside = outsideOf({ from: folder });
    const job = { run: ["no-such-program"], timeout: 1000, env: [], training, description: {} };
    const thrown = await outside.command(job).catch((error: unknown) => error);
    expect(isAlidadeError(thrown) && thrown.code).toBe("train.command-not-started");
  });

  test("does not start once its run has been stopped", async () => {
    const mark = join(folder, "started");
    const stop = new AbortController();
    const running = run(`fs.writeFileSync(${JSON.stringify(mark)}, "");`, { signal: stop.signal });
    stop.abort(new Error("stopped early"));
    await expect(running).rejects.toThrow("stopped early");
    expect(existsSync(mark)).toBe(false);
  });

  test("ends with the run that it belongs to", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("stopped by hand")), 500);
    await expect(run("setInterval(() => {}, 1000);", { signal: stop.signal })).rejects.toThrow("stopped by hand");
  });
});

test("a model file that is not there, or is a folder, is named", async () => {
  const outside = outsideOf({ from: folder });
  for (const path of ["none.txt", "."]) {
    const thrown = await outside.read(path).catch((error: unknown) => error);
    expect(isAlidadeError(thrown) && thrown.code).toBe("train.model-file-not-found");
  }
});
