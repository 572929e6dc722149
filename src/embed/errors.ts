import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface OtherSystem {
  readonly got: string;
  readonly open: readonly string[];
}

export const systemNotOpen: ErrorConstructor<OtherSystem> = defineError("decide.system-not-open", {
  headline: "A system that was not opened",
  message: ({ got, open }: OtherSystem) => `This decider was opened for ${open.join(", ")}. Got ${got}.`,
  hint: () => "Name it in `openDecider([…])`.",
});

export const systemsUnfit: ErrorConstructor<{ readonly problem: string }> = defineError("decide.systems-unfit", {
  headline: "Systems that cannot be opened together",
  message: ({ problem }: { readonly problem: string }) =>
    `\`openDecider\` takes a list of systems, each with a name of its own. ${problem}.`,
  hint: () => "Import each system from its file, where it is the default export.",
});

export const deciderClosed: ErrorConstructor<object> = defineError("decide.closed", {
  headline: "The decider is closed",
  message: () => "This decider was closed, and nothing was decided or stored.",
  hint: () => "Open one for as long as the program runs, and close it last.",
});

interface NotFinite {
  readonly field: string;
  readonly got: string;
}

export const givenNotFinite: ErrorConstructor<NotFinite> = defineError("decide.given-not-finite", {
  headline: "A value that is no number",
  message: ({ field, got }: NotFinite) =>
    `\`${field}\` must be a finite number or a date, or left out when it is not known. Got ${got}.`,
});
