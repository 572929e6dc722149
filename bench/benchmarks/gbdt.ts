import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Benchmark, Line, Measured, Tools } from "../frame/benchmark.ts";
import { findPython, runChild, runPython } from "../frame/child.ts";
import { median } from "../frame/median.ts";
import { SHAPE, writeSimulated } from "../frame/simulated.ts";

interface Fit {
  /** Seconds before the first tree. */
  readonly binning: number;
  /** Seconds. */
  readonly perTree: number;
  readonly rocAuc: number;
}

const ROUNDS = 100;

/** A fit of one tree is nearly all binning, so the difference of two fits is trees alone. */
function fitHere(file: string): Fit {
  const child = fileURLToPath(new URL("../children/gbdt.ts", import.meta.url));
  const { stdout } = runChild(process.execPath, [child, file, String(ROUNDS)]);
  const { binning, total, rocAuc } = JSON.parse(stdout) as {
    readonly binning: number;
    readonly total: number;
    readonly rocAuc: number;
  };
  const perTree = (total - binning) / (ROUNDS - 1);
  return { binning: binning - perTree, perTree, rocAuc };
}

function fitInPython(file: string): Fit {
  const shape = ["--rows", SHAPE.rows, "--features", SHAPE.features, "--categories", SHAPE.texts, "--rounds", ROUNDS];
  return runPython<Fit>("gbdt.py", [file, ...shape.map(String)]).answer;
}

function linesOf(ours: readonly Fit[], theirs: readonly Fit[]): readonly Line[] {
  const line = (what: string, unit: Line["unit"], of: (fit: Fit) => number): Line => ({
    what,
    unit,
    value: median(ours.map(of)),
    ...(theirs.length === 0 ? {} : { beside: { name: "LightGBM, 1 thread", value: median(theirs.map(of)) } }),
  });
  return [
    line("per tree of 31 leaves", "ms", ({ perTree }) => perTree * 1000),
    line("binning", "ms", ({ binning }) => binning * 1000),
    line("ROC-AUC, unseen rows", "", ({ rocAuc }) => rocAuc),
  ];
}

export const gbdt: Benchmark = {
  name: "gbdt",
  about: `gradient boosting on one thread, ${SHAPE.rows.toLocaleString("en-US")} × ${SHAPE.features} simulated, ${ROUNDS} trees`,
  async run({ folder, runs, say }: Tools): Promise<Measured> {
    const file = join(folder, "rows.f32");
    writeSimulated(file);
    const python = findPython(["lightgbm", "sklearn"]);
    const ours: Fit[] = [];
    const theirs: Fit[] = [];
    for (let run = 0; run < runs; run++) {
      say(`gbdt: run ${run + 1} of ${runs}`);
      ours.push(fitHere(file));
      if (python.found) theirs.push(fitInPython(file));
    }
    const notes = [
      `Medians of ${runs} fresh processes, in turns, the default parameters; ${SHAPE.texts} of the features are categories.`,
      ...(python.found ? [] : [python.note]),
    ];
    return { lines: linesOf(ours, theirs), notes };
  },
};
