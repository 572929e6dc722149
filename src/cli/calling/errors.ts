import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Misuse {
  readonly problem: string;
  /** The command line that shows what is allowed. */
  readonly help: string;
}

/** A command line that cannot be understood. */
export const usage: ErrorConstructor<Misuse> = defineError("cli.usage", {
  headline: "Not a command line that Alidade knows",
  message: ({ problem }: Misuse) => problem,
  hint: ({ help }: Misuse) => `\`${help}\` shows what there is.`,
});

/** Ctrl-C, or being asked to stop. */
export const interrupted: ErrorConstructor<object> = defineError("cli.interrupted", {
  headline: "Interrupted",
  message: () => "Stopped before the end. Nothing was left half written.",
});
