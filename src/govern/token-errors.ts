import { defineError, type ErrorConstructor } from "../kernel/index.ts";

export const tokenUnknown: ErrorConstructor<{ readonly got: string; readonly known: readonly string[] }> = defineError(
  "govern.token-unknown",
  {
    headline: "No such token",
    message: ({ got, known }: { readonly got: string; readonly known: readonly string[] }) =>
      `A token is named by its id or, when only one has it, by its name${known.length === 0 ? "; there are none" : ""}. Got "${got}".`,
    hint: () => "`alidade token list` shows them all.",
  },
);

export const tokenUnfit: ErrorConstructor<{ readonly problem: string }> = defineError("govern.token-unfit", {
  headline: "A token that cannot be made",
  message: ({ problem }: { readonly problem: string }) => `The token ${problem}.`,
});
