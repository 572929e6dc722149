import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

export const launcher: string = join(root, "bin", "alidade.js");

export interface Ended {
  readonly stdout: string;
  readonly seconds: number;
  readonly status: number;
}

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that count as success. Default 0 alone. */
  readonly allowed?: readonly number[];
}

const MOST_OUTPUT = 2 ** 28;

/** Runs a command to its end. A failing one ends the benchmark with what it said. */
export function runChild(command: string, args: readonly string[], options: ChildOptions = {}): Ended {
  const { cwd = root, env = {}, allowed = [0] } = options;
  const started = performance.now();
  const child = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  const seconds = (performance.now() - started) / 1000;
  const status = child.status ?? -1;
  if (!allowed.includes(status))
    throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${child.stderr ?? child.error?.message}`);
  return { stdout: child.stdout, seconds, status };
}

/** Runs Node and says besides how many megabytes (10⁶ bytes) the process held at most, and its seconds of CPU. */
export function runNode(
  args: readonly string[],
  { folder, ...options }: ChildOptions & { readonly folder: string },
): Ended & { readonly peakMb: number; readonly cpu: number } {
  const file = join(folder, "usage.json");
  rmSync(file, { force: true });
  const preload = ["--import", new URL("./usage.ts", import.meta.url).href];
  const ended = runChild(process.execPath, [...preload, ...args], {
    ...options,
    env: { ...options.env, BENCH_USAGE: file },
  });
  const usage = JSON.parse(readFileSync(file, "utf8")) as Record<"maxRSS" | "userCPUTime" | "systemCPUTime", number>;
  return { ...ended, peakMb: (usage.maxRSS * 1024) / 1e6, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6 };
}

/** A Python script of ours, when its modules are there; otherwise how to get them. */
export function findPython(
  modules: readonly string[],
): { readonly found: true; readonly python: string } | { readonly found: false; readonly note: string } {
  const python = process.env.ALIDADE_PYTHON ?? "python3";
  const probe = spawnSync(python, ["-c", modules.map((name) => `import ${name}`).join("\n")], { encoding: "utf8" });
  if (probe.status === 0) return { found: true, python };
  const names = modules.map((name) => (name === "sklearn" ? "scikit-learn" : name));
  return { found: false, note: `Not compared: for what a Python user would run, \`pip install ${names.join(" ")}\`.` };
}

/** Runs one of our Python scripts, which prints one JSON document. */
export function runPython<Answer>(
  script: string,
  args: readonly string[],
): { readonly answer: Answer; readonly seconds: number } {
  const { stdout, seconds } = runChild(process.env.ALIDADE_PYTHON ?? "python3", [
    join(root, "bench", "python", script),
    ...args,
  ]);
  return { answer: JSON.parse(stdout) as Answer, seconds };
}

/** Where the readmission data must lie, and a note when they do not. */
export const readmissionData: string = join(root, "../shared/data/diabetes130/diabetic_data.csv.gz");

/** Undefined when the readmission data are there. */
export function missingData(): string | undefined {
  return existsSync(readmissionData)
    ? undefined
    : `Skipped: the readmission data are looked for at ${readmissionData}.`;
}
