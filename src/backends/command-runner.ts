import { spawn } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf } from "../kernel/index.ts";
import type { CommandJob, CommandOutcome, Outside } from "../train/index.ts";
import { commandNotStarted, modelFileNotFound, modelFileTooLarge } from "./command-errors.ts";
import { writeParquet } from "./parquet-writer.ts";

/** A model file may hold this much; more than that is no model for a decision of milliseconds. */
const MOST_BYTES = 2 ** 30;
/** So much of the end of a command's words is kept, whatever it floods. */
const LOG_BYTES = 16_384;
/** Between asking a command to stop and stopping it. */
const GRACE_MS = 2_000;
/** What a command sees of the environment without asking: how to find programs and libraries, and nothing secret. */
const PASSED = [
  "PATH",
  "HOME",
  "LANG",
  "LC_ALL",
  "TMPDIR",
  "TZ",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "PYTHONPATH",
  "SYSTEMROOT",
];

/** Where commands run, and how they are stopped. */
export interface OutsideOptions {
  /** Folder of the system file: where commands run, and from where paths are relative. */
  readonly from: string;
  readonly signal?: AbortSignal;
}

/** Learning outside: model files, and commands as child processes of this one. */
export function outsideOf({ from, signal }: OutsideOptions): Outside {
  return {
    read: (path) => readModelFile(resolve(from, path)),
    command: async (job) => {
      const folder = await mkdtemp(join(tmpdir(), "alidade-command-"));
      try {
        return await runIn(folder, job, { from, ...(signal === undefined ? {} : { signal }) });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

async function readModelFile(path: string): Promise<Uint8Array> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw modelFileNotFound({ path }, thrown);
  });
  if (!found.isFile()) throw modelFileNotFound({ path });
  if (found.size > MOST_BYTES) throw modelFileTooLarge({ path, bytes: found.size, most: MOST_BYTES });
  return readFile(path);
}

async function runIn(folder: string, job: CommandJob, options: OutsideOptions): Promise<CommandOutcome> {
  const training = join(folder, "training.parquet");
  const output = join(folder, "output");
  const description = join(folder, "job.json");
  options.signal?.throwIfAborted();
  await Promise.all([mkdir(output), writeParquet(job.training, training)]);
  await writeFile(description, JSON.stringify({ ...job.description, training, output }, null, 2));
  options.signal?.throwIfAborted();
  const started = performance.now();
  const ended = await runToEnd(job, { ...options, description });
  const seconds = (performance.now() - started) / 1000;
  return { ...ended, model: await modelIn(output), seconds };
}

type Ended = Pick<CommandOutcome, "exitCode" | "timedOut" | "log">;

function runToEnd(
  job: CommandJob,
  { from, signal, description }: OutsideOptions & { description: string },
): Promise<Ended> {
  const [program = "", ...args] = job.run;
  return new Promise((settle, reject) => {
    const env = environment(job.env, description);
    // A group of its own, so that what the command starts can be stopped with it.
    const child = spawn(program, args, { cwd: from, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    const log = tail();
    child.stdout.on("data", log.add);
    child.stderr.on("data", log.add);
    const stopped = stopper(child.pid, job.timeout, signal);
    child.once("error", (thrown: NodeJS.ErrnoException) => {
      stopped.clear();
      reject(commandNotStarted({ run: job.run, why: whyNot(program, thrown) }, thrown));
    });
    child.once("close", (exitCode) => {
      stopped.clear();
      if (signal?.aborted === true) reject(signal.reason);
      else settle({ exitCode, timedOut: stopped.timedOut(), log: log.text() });
    });
  });
}

function whyNot(program: string, thrown: NodeJS.ErrnoException): string {
  if (thrown.code === "ENOENT") return `there is no program \`${program}\``;
  return thrown.code === "EACCES" ? `\`${program}\` may not be run` : messageOf(thrown);
}

function environment(more: readonly string[], description: string): NodeJS.ProcessEnv {
  const names = [...PASSED, ...more].filter((name) => process.env[name] !== undefined);
  return { ...Object.fromEntries(names.map((name) => [name, process.env[name]])), ALIDADE_JOB: description };
}

/** Stops a process group when its time is over or the signal aborts: first politely, then for good. */
function stopper(
  pid: number | undefined,
  timeout: number,
  signal: AbortSignal | undefined,
): { clear(): void; timedOut(): boolean } {
  let late = false;
  let forced: NodeJS.Timeout | undefined;
  const stop = (): void => {
    endGroup(pid, "SIGTERM");
    forced = setTimeout(() => endGroup(pid, "SIGKILL"), GRACE_MS);
  };
  const timer = setTimeout(() => {
    late = true;
    stop();
  }, timeout);
  signal?.addEventListener("abort", stop, { once: true });
  return {
    clear() {
      clearTimeout(timer);
      clearTimeout(forced);
      signal?.removeEventListener("abort", stop);
      // Nothing that it started outlives it.
      endGroup(pid, "SIGKILL");
    },
    timedOut: () => late,
  };
}

function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (thrown) {
    // ESRCH: the group has ended by itself, which is what was wanted. EPERM: what is left of it is not ours to stop.
    if (!["ESRCH", "EPERM"].includes((thrown as { code?: string }).code ?? "")) throw thrown;
  }
}

/** Keeps the end of a flood: whole parts are dropped from its beginning as soon as the rest is enough. */
function tail(): { add(part: Buffer): void; text(): string } {
  const parts: Buffer[] = [];
  let held = 0;
  return {
    add(part) {
      parts.push(part);
      held += part.length;
      for (let first = parts[0]; first !== undefined && held - first.length >= LOG_BYTES; first = parts[0]) {
        held -= first.length;
        parts.shift();
      }
    },
    text: () => Buffer.concat(parts).subarray(-LOG_BYTES).toString("utf8").trim(),
  };
}

/** The file that the command left in its output folder: the first whose name begins with `model`. */
async function modelIn(output: string): Promise<CommandOutcome["model"]> {
  const names = (await readdir(output)).filter((name) => name.startsWith("model")).sort();
  const name = names[0];
  if (name === undefined) return undefined;
  const path = join(output, name);
  const found = await lstat(path);
  // A link or a pipe would be read from elsewhere, or for ever.
  if (!found.isFile()) return undefined;
  if (found.size > MOST_BYTES) throw modelFileTooLarge({ path: name, bytes: found.size, most: MOST_BYTES });
  return { name, bytes: await readFile(path) };
}
