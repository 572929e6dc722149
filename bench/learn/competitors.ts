import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPython, runChild } from "../frame/child.ts";
import type { Problem, Rows } from "./problem.ts";
import { type Judged, qualityOf } from "./quality.ts";

/** One fit in a process of its own. */
export interface Fit {
  /** Binning included, reading the data not. */
  readonly seconds: number;
  /** The most memory that the process ever held, and what it held before the fit: its rows, in their own form. */
  readonly peakMb: number;
  readonly inputMb: number;
  readonly quality: number;
  /** Microseconds: one row, one row of a batch, one row explained. Only with extras. */
  readonly oneRow?: number;
  readonly batch?: number;
  readonly shap?: number;
}

/** Somebody who learns the same rows with the same parameters. */
export interface Competitor {
  readonly name: string;
  /** Why it cannot take part here; undefined when it can. */
  readonly absent: string | undefined;
  readonly command: (args: readonly string[]) => readonly [string, readonly string[]];
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function inPython(name: string, modules: readonly string[]): Competitor {
  const python = findPython([...modules, "numpy"]);
  return {
    name,
    absent: python.found ? undefined : "pip install -r bench/learn/python/requirements.txt",
    command: (args) => [python.found ? python.python : "python3", [here(`./python/${name}-fit.py`), ...args]],
  };
}

/** Everybody in the race, ours first. */
export function competitors(): readonly Competitor[] {
  return [
    {
      name: "alidade",
      absent: undefined,
      command: (args) => [process.execPath, [here("./children/alidade.ts"), ...args]],
    },
    inPython("lightgbm", ["lightgbm"]),
    inPython("xgboost", ["xgboost"]),
    inPython("sklearn", ["sklearn"]),
  ];
}

export interface FitOptions {
  readonly problem: Problem;
  readonly rows: Rows;
  readonly folder: string;
  readonly seed: number;
  readonly threads: number;
  readonly extras: boolean;
}

/** Runs one fit, or says why there is none. */
export function fitBy({ name, command }: Competitor, options: FitOptions): Fit | string {
  const { folder, seed, threads, extras } = options;
  const [program, args] = command([folder, String(seed), String(threads), ...(extras ? ["extras"] : [])]);
  const env = { OMP_NUM_THREADS: String(threads) };
  const answer = JSON.parse(runChild(program, args, { env }).stdout) as Fit & { readonly skipped?: string };
  if (answer.skipped !== undefined) return answer.skipped;
  const bytes = readFileSync(join(folder, `${name}-${seed}.f64`));
  const predicted = new Float64Array(new Uint8Array(bytes).buffer);
  return { ...answer, quality: qualityOf(options.problem.task).of(judgedRows(options, predicted)) };
}

function judgedRows({ rows, folder, seed }: FitOptions, predicted: Float64Array): Judged {
  const unseen = readFileSync(join(folder, `unseen-${seed}.u8`));
  const width = rows.label.length / unseen.length;
  const picked = Int32Array.from(unseen.keys()).filter((row) => unseen[row] === 1);
  const label = new Float64Array(picked.length * width);
  picked.forEach((row, i) => {
    label.set(rows.label.subarray(row * width, (row + 1) * width), i * width);
  });
  const groups = rows.groups === undefined ? undefined : Int32Array.from(picked, (row) => rows.groups?.[row] ?? 0);
  return { predicted, label, outputs: Math.max(1, rows.outputs), groups };
}
