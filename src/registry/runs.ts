import { defineError, type ErrorConstructor, type Instant } from "../kernel/index.ts";
import { type Change, change, type Facts, type RegistryContext } from "./change.ts";
import { series } from "./series.ts";
import { runUnknown } from "./unknown.ts";

export interface RunDraft {
  readonly system: string;
  /** Id of the snapshot that is learned from. */
  readonly snapshot: string;
  readonly seed: number;
  readonly why: string;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: "finished" | "failed";
  /** Ids of the models that it made. */
  readonly models: readonly string[];
  /** Timings, sizes, the gate's verdict; for a failed run, the error. */
  readonly facts: Facts;
}

/** One training run. It stays `running` when its process died. */
export interface Run extends RunDraft {
  /** `run_<system>_<number>` */
  readonly id: string;
  /** 1, 2, 3 … within the system. */
  readonly number: number;
  readonly by: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly status: "running" | RunEnd["status"];
  readonly models: readonly string[];
  readonly facts: Facts;
}

export const runOver: ErrorConstructor<{ readonly id: string; readonly status: string }> = defineError(
  "registry.run-over",
  {
    headline: "The run has ended",
    message: ({ id, status }: { readonly id: string; readonly status: string }) =>
      `A run ends once. ${id} is ${status} already.`,
  },
);

/** Training runs, those that failed included. */
export interface Runs {
  startRun(draft: RunDraft): Promise<Run>;
  /** Throws `registry.run-unknown`, `registry.run-over`. */
  endRun(run: Pick<Run, "id" | "system" | "number">, end: RunEnd): Promise<Run>;
  /** A system's runs, oldest first. */
  runs(system: string): Promise<readonly Run[]>;
}

const NEW = { endedAt: null, status: "running", models: [], facts: {} } as const;

export function runsOf(context: RegistryContext): Runs {
  return {
    runs: (system) => series<Run>(context.state.records, name(system)).all(),
    startRun: (draft) =>
      change(context, async ({ store, at, by, note }) => {
        const { system, snapshot, seed, why } = draft;
        const all = series<Run>(store, name(system));
        const number = (await all.length()) + 1;
        const run: Run = { id: `run_${system}_${number}`, number, ...draft, by, startedAt: at, ...NEW };
        await all.append(run);
        await note(system, { what: "run.started", subject: run.id, why, facts: { snapshot, seed } });
        return run;
      }),
    endRun: (run, end) => change(context, (open) => finish(open, run, end)),
  };
}

function name(system: string): string {
  return `runs/${system}`;
}

async function finish(open: Change, of: Pick<Run, "id" | "system" | "number">, end: RunEnd): Promise<Run> {
  const entries = open.store.collection<Run>(name(of.system));
  const found = await entries.get(String(of.number));
  if (found === undefined) throw runUnknown({ id: of.id, known: (await entries.list()).map(({ value }) => value.id) });
  const { id, status, why } = found.value;
  if (status !== "running") throw runOver({ id, status });
  const run: Run = { ...found.value, ...end, endedAt: open.at };
  await entries.compareAndSet(found.id, found.version, run);
  await open.note(of.system, { what: `run.${end.status}`, subject: id, why, facts: { models: end.models } });
  return run;
}
