import { join } from "node:path";
import type { Benchmark, Line, Measured, Tools } from "../frame/benchmark.ts";
import { findPython, launcher, missingData, readmissionData, root, runNode, runPython } from "../frame/child.ts";
import { median } from "../frame/median.ts";

interface Run {
  readonly wall: number;
  readonly peakMb: number;
  readonly cpu: number;
  readonly rocAuc: number;
  readonly laps: Readonly<Record<string, number>>;
}

/** A gate that says no ends with 1; the training is the same. */
const TRAINED = [0, 1];

/** LightGBM is run with each, and the faster is compared. */
const THREADS = [1, 2];

const DATA = "data/diabetes130/diabetic_data.csv.gz";

function trainHere({ folder }: Tools, run: number): Run {
  const state = join(folder, `state-${run}`);
  const args = [
    launcher,
    "train",
    join(root, "examples/readmission"),
    "--data",
    readmissionData,
    "--json",
    "--dir",
    state,
  ];
  const { stdout, seconds, peakMb, cpu } = runNode(args, { folder, allowed: TRAINED });
  const answer = JSON.parse(stdout) as {
    readonly metrics: { readonly rocAuc: { readonly value: number } };
    readonly seconds: Readonly<Record<string, number>>;
  };
  return { wall: seconds, peakMb, cpu, rocAuc: answer.metrics.rocAuc.value, laps: answer.seconds };
}

function trainInPython(run: number, threads: number): Run {
  const { answer, seconds } = runPython<{
    readonly rocAuc: number;
    readonly peakMb: number;
    readonly cpu: number;
    readonly seconds: Readonly<Record<string, number>>;
  }>("readmission.py", [readmissionData, "--threads", String(threads), "--seed", String(run + 1)]);
  return { wall: seconds, peakMb: answer.peakMb, cpu: answer.cpu, rocAuc: answer.rocAuc, laps: answer.seconds };
}

const TARGETS: Readonly<Record<string, Line["target"]>> = { wall: { below: 15 }, peak: { below: 1500 } };

function linesOf(ours: readonly Run[], theirs: readonly Run[]): readonly Line[] {
  const line = (what: string, unit: Line["unit"], of: (run: Run) => number | undefined): Line => {
    const value = median(ours.map((run) => of(run) ?? Number.NaN));
    const other = median(theirs.map((run) => of(run) ?? Number.NaN));
    const target = TARGETS[what.split(" ")[0] ?? ""];
    return {
      what,
      value,
      unit,
      ...(target === undefined ? {} : { target }),
      ...(Number.isNaN(other) ? {} : { beside: { name: "pandas, LightGBM, scikit-learn", value: other } }),
    };
  };
  const laps = Object.keys(ours[0]?.laps ?? {}).filter((name) => name !== "total");
  return [
    line("wall", "s", ({ wall }) => wall),
    line("peak memory", "MB", ({ peakMb }) => peakMb),
    line("CPU time", "s", ({ cpu }) => cpu),
    line("starting", "s", ({ wall, laps: of }) => wall - (of.total ?? Number.NaN)),
    ...laps.map((name) => line(`lap ${name}`, "s", ({ laps: of }) => of[name])),
    line("ROC-AUC", "", ({ rocAuc }) => rocAuc),
  ];
}

export const train: Benchmark = {
  name: "train",
  about: "from the CSV to a gated model, readmission, 99,343 rows, 32 features, 5 folds by patient, as a whole process",
  async run(tools): Promise<Measured> {
    const missing = missingData();
    if (missing !== undefined) return { lines: [], notes: [missing] };
    const python = findPython(["lightgbm", "pandas", "sklearn"]);
    const ours: Run[] = [];
    const byThreads = new Map<number, Run[]>(THREADS.map((threads) => [threads, []]));
    // Taken in turns, so that a neighbour on the machine slows down both.
    for (let run = 0; run < tools.runs; run++) {
      tools.say(`train: run ${run + 1} of ${tools.runs}`);
      ours.push(trainHere(tools, run));
      if (python.found) for (const [threads, list] of byThreads) list.push(trainInPython(run, threads));
    }
    const wallOf = (list: readonly Run[]): number => median(list.map(({ wall }) => wall));
    const [fastest = 0, theirs = []] = [...byThreads].sort(([, a], [, b]) => wallOf(a) - wallOf(b))[0] ?? [];
    const walls = [...byThreads]
      .map(([threads, list]) => `${wallOf(list).toFixed(1)} s with ${threads} thread(s)`)
      .join(", ");
    const spread = (of: readonly Run[]): string => of.map(({ rocAuc }) => rocAuc.toFixed(4)).join(", ");
    const notes = [
      `Medians of ${tools.runs} runs in fresh processes, in turns; both read ${DATA}.`,
      "Alidade besides judges in money by slice with intervals, asks the gate and registers; Python stops at Platt and one AUC.",
      ...(python.found
        ? [
            `Python took ${walls}; the faster, with ${fastest}, is shown. Threads of OpenMP wait for each other, which a busy machine punishes.`,
            `ROC-AUC run by run: Alidade ${spread(ours)} (one seed); Python ${spread(theirs)} (a seed and folds each).`,
          ]
        : [python.note]),
    ];
    return { lines: linesOf(ours, theirs), notes };
  },
};
