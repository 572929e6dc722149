import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** A command line that cannot be understood. */
export const usage: ErrorConstructor<{ readonly problem: string; readonly help: string }> = defineError("cli.usage", {
  headline: "Not a command line that Alidade knows",
  message: ({ problem }: { readonly problem: string }) => problem,
  hint: ({ help }: { readonly help: string }) => `\`${help}\` shows what there is.`,
});

/** Ctrl-C, or being asked to stop. */
export const interrupted: ErrorConstructor<object> = defineError("cli.interrupted", {
  headline: "Interrupted",
  message: () => "Stopped before the end. Nothing was left half written.",
});
