import type { Run } from "../../registry/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { type LoadedSystem, shownPath } from "../load-system.ts";

/** What a training needs besides its system. */
export interface TrainCall extends Omit<Invocation, "args" | "options" | "ids" | "who" | "io" | "show"> {
  /** A file to read instead of the declared source. */
  readonly data?: string | undefined;
  /** A snapshot to learn from instead. */
  readonly snapshot?: string | undefined;
  /** Id of the run whose parameters these are. */
  readonly parent?: string;
  /** The heads that learn. Absent: all. */
  readonly only?: readonly string[] | undefined;
  /** The heads that learn another calibration for the models that serve; then nothing else is learned. */
  readonly recalibrate?: readonly string[];
  /** When what it is to mend began: where enough came since, that alone counts. */
  readonly since?: number;
  /** Kept with the run. Default "training". */
  readonly why?: string;
  /** Whether somebody else decides what becomes of the candidate. */
  readonly holds?: true;
  /** Whether the champion is judged only on rows that it cannot have learned from. */
  readonly afresh?: true;
  /** Default: one for each core. */
  readonly threads?: number;
}

/** Trains a system, writes its report, and says what comes next. */
export async function trainLoaded(loaded: LoadedSystem, call: TrainCall): Promise<CommandResult> {
  const { cwd, progress, stopwatch, version, signal, data, snapshot, parent, only, why, holds, threads, afresh } = call;
  const { recalibrate, since } = call;
  const { provenanceOf } = await import("../host/provenance.ts");
  // Git is asked while the rest is loaded.
  const provenance = provenanceOf(loaded.folder, version);
  const { readerFor } = await import("../../embed/index.ts");
  const { modelReport, train, trainJson, trainSummary } = await import("../../train/index.ts");
  const { keepingRefused } = await import("./keep-refused.ts");
  const { compute, modelPorts, outside } = await call.backends();
  const state = await call.openState(true);
  const registry = await call.registry(true);
  const { snapshotReader } = await import("./snapshot-reader.ts");
  const read =
    snapshot === undefined ? await readerFor(loaded, data, call) : await snapshotReader(snapshot, loaded.system, call);
  const { askPast } = await import("../archive/ask-past.ts");
  const { measuredPrice } = await import("../archive/waiting-price.ts");
  const history = await askPast(loaded.system, call);
  const waiting = await measuredPrice(registry, loaded.system);
  let made: Run | undefined;
  const run = await keepingRefused(
    async () =>
      train(loaded.system, {
        read,
        registry,
        blobs: state.blobs,
        now: call.clock.now(),
        compute: compute(signal, threads),
        outside: outside({ from: loaded.folder, signal }),
        ports: modelPorts(),
        progress,
        stopwatch,
        version,
        signal,
        onRun: (started) => {
          made = started;
        },
        provenance: await provenance,
        only,
        recalibrate,
        since,
        history,
        waiting,
        why,
        holds,
        afresh,
        ...(parent === undefined ? {} : { parent }),
      }),
    { system: loaded.system, read, ...call },
  );
  const { learnedIn, nextSteps, refused } = await import("./next-steps.ts");
  const { writeReport } = await import("../output/write-report.ts");
  const name = learnedIn(run.result)[0] ?? `${loaded.system.name}-rule`;
  const report = await writeReport(modelReport(run, loaded.system), name, call);
  if (made !== undefined) await registry.attachToRun(made, { report });
  const file = shownPath(loaded.file, cwd);
  const next = nextSteps(run.result, { file, objective: loaded.system.objective });
  return {
    json: { ...trainJson(run.result), report, next },
    document: trainSummary(run, loaded.system, { report: shownPath(report, cwd), next }),
    exit: refused(run.result) ? 1 : 0,
  };
}
