import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** A command that could not be started. */
export const commandNotStarted: ErrorConstructor<{ readonly run: readonly string[]; readonly why: string }> =
  defineError("train.command-not-started", {
    headline: "The external trainer did not start",
    message: ({ run, why }: { readonly run: readonly string[]; readonly why: string }) =>
      `The command \`${run.join(" ")}\` could not be started: ${why}.`,
    hint: () =>
      "Install it, or name it by its path. Paths are relative to the system file; programs are looked for in PATH.",
  });

/** A model file that is not there. */
export const modelFileNotFound: ErrorConstructor<{ readonly path: string }> = defineError(
  "train.model-file-not-found",
  {
    headline: "No model file",
    message: ({ path }: { readonly path: string }) => `There is no model file at ${path}.`,
    hint: () => "Paths in a system file are relative to it, paths of the command line to the working directory.",
  },
);

/** A model file too large to be one. */
export const modelFileTooLarge: ErrorConstructor<{
  readonly path: string;
  readonly bytes: number;
  readonly most: number;
}> = defineError("train.model-file-too-large", {
  headline: "A model file that is too large",
  message: ({ path, bytes, most }: { readonly path: string; readonly bytes: number; readonly most: number }) =>
    `${path} holds ${bytes} bytes; a model file may hold ${most}.`,
});
