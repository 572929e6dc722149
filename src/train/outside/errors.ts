import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Failed {
  readonly head: string;
  readonly run: readonly string[];
  readonly problem: string;
  /** The end of what it wrote. */
  readonly log: string;
}

/** A command that did not end well, or left no model. */
export const commandFailed: ErrorConstructor<Failed> = defineError("train.command-failed", {
  headline: "The external trainer failed",
  message: ({ head, run, problem, log }: Failed) =>
    `The command of head \`${head}\`, \`${run.join(" ")}\`, ${problem}.${log === "" ? " It wrote nothing." : ` The end of what it wrote:\n${log}`}`,
  hint: () => "It is told everything by the JSON file that ALIDADE_JOB names; run it by hand with one to see more.",
});

/** A model that is not what the head asks for. */
export const modelUnfit: ErrorConstructor<{ readonly head: string; readonly from: string; readonly problem: string }> =
  defineError("train.model-unfit", {
    headline: "A model that does not fit the system",
    message: ({ head, from, problem }: { readonly head: string; readonly from: string; readonly problem: string }) =>
      `The model of head \`${head}\`, from ${from}, ${problem}.`,
    hint: () => "`alidade models inspect <file> --system <system>` holds a model file against the system's features.",
  });

/** A command that gave two different models from the same rows and seed. */
export const notDeterministic: ErrorConstructor<{
  readonly head: string;
  readonly difference: number;
  readonly tolerance: number;
}> = defineError("train.command-not-deterministic", {
  headline: "The external trainer is not repeatable",
  message: ({
    head,
    difference,
    tolerance,
  }: {
    readonly head: string;
    readonly difference: number;
    readonly tolerance: number;
  }) =>
    `The command of head \`${head}\` was run twice on the same rows with the same seed. Its predictions differ by up to ${difference}; allowed is ${tolerance}.`,
  hint: () => "Pass the seed of the job on to everything that draws, use one thread, or declare a larger `tolerance`.",
});

/** A place that can read no files and run no commands. */
export const outsideUnavailable: ErrorConstructor<{ readonly head: string; readonly learner: string }> = defineError(
  "train.outside-unavailable",
  {
    headline: "No place for an external trainer",
    message: ({ head, learner }: { readonly head: string; readonly learner: string }) =>
      `Head \`${head}\` has the learner \`${learner}\`, and this place cannot run commands or read files.`,
    hint: () => "Train with the command line, or pass `outside` to `train`.",
  },
);
