import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

interface Past {
  readonly at: number;
  readonly asked: number;
}

export const windowPast: ErrorConstructor<Past> = defineError("features.window-past", {
  headline: "A window asked about the past",
  message: ({ at, asked }: Past) =>
    `A window state goes forward in time only. It stands at ${when(at)} and was asked about ${when(asked)}.`,
  hint: () => "Ask at the later of the two, `Math.max(now, state.at)`, and keep the instant that was asked.",
});

export const windowUnanswered: ErrorConstructor<{ readonly words: string }> = defineError(
  "features.window-unanswered",
  {
    headline: "A window that nobody has answered",
    message: ({ words }: { readonly words: string }) =>
      `An expression asks for the ${words}, and the row does not come with the answer.`,
    hint: () => "Evaluate a table with `evaluateAsOf`; add the answers of the entity's `WindowState` to a single row.",
  },
);

export const windowStateUnreadable: ErrorConstructor<{ readonly problem: string }> = defineError(
  "features.window-state-unreadable",
  {
    headline: "A window state that cannot be used",
    message: ({ problem }: { readonly problem: string }) => `The bytes are no state of these windows: ${problem}.`,
    hint: () => "Replay the events of the journal: that gives the same state.",
  },
);

export const asOfInvalid: ErrorConstructor<{ readonly problem: string }> = defineError("features.as-of-invalid", {
  headline: "Windows that cannot be computed",
  message: ({ problem }: { readonly problem: string }) => `${problem}.`,
});

function when(at: number): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at);
}
