import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Benchmark, Measured, Tools } from "../frame/benchmark.ts";
import { findPython, launcher, runChild } from "../frame/child.ts";
import { median } from "../frame/median.ts";

const TIMES = 20;
const TARGET = { below: 0.3 };

function secondsOf(times: number, start: () => number): number {
  return median(Array.from({ length: times }, start));
}

function help(cache: string): number {
  return runChild(process.execPath, [launcher, "--help"], { env: { NODE_COMPILE_CACHE: cache } }).seconds;
}

export const cli: Benchmark = {
  name: "cli",
  about: "`alidade --help`, from the shell and back",
  async run({ folder, say }: Tools): Promise<Measured> {
    say("cli: cold, warm, bare Node");
    const fresh = (): string => mkdtempSync(join(folder, "cold-"));
    const cold = secondsOf(TIMES, () => help(fresh()));
    const kept = fresh();
    help(kept);
    const warm = secondsOf(TIMES, () => help(kept));
    const bare = secondsOf(TIMES, () => runChild(process.execPath, ["-e", "0"]).seconds);
    const python = findPython(["mlflow"]);
    const imported = python.found
      ? secondsOf(5, () => runChild("python3", ["-c", "import mlflow"]).seconds)
      : undefined;
    const floor = { name: "node -e 0", value: bare };
    return {
      lines: [
        { what: "warm compile cache", value: warm, unit: "s", target: TARGET, beside: floor },
        { what: "cold compile cache", value: cold, unit: "s", target: TARGET, beside: floor },
        ...(imported === undefined
          ? []
          : [
              {
                what: "warm, beside MLflow",
                value: warm,
                unit: "s" as const,
                beside: { name: "import mlflow", value: imported },
              },
            ]),
      ],
      notes: [
        `Medians of ${TIMES} fresh processes, run from the TypeScript sources; bare Node is the floor.`,
        ...(python.found ? [] : [python.note]),
      ],
    };
  },
};
