import { defineError, type ErrorConstructor, type Instant } from "../../../kernel/index.ts";

export interface Unfit {
  readonly system: string;
  readonly why: string;
  /** What to do. */
  readonly next: string;
}

export const replayUnfit: ErrorConstructor<Unfit> = defineError("cli.input.replay-unfit", {
  headline: "History that cannot be replayed",
  message: ({ system, why }: Unfit) =>
    `Replayed history is rows that "${system}" decides about one by one, with what came of them. ${why}`,
  hint: ({ next }: Unfit) => next,
});

export const replayAbsent: ErrorConstructor<{ readonly path: string }> = defineError("cli.input.replay-absent", {
  headline: "History that is not there",
  message: ({ path }: { readonly path: string }) => `\`--replay\` is a file of rows. There is no \`${path}\`.`,
  hint: () => "Name it as it is seen from the folder in which you are.",
});

interface Later {
  readonly system: string;
  readonly first: Instant;
  readonly known: Instant;
}

export const replayLater: ErrorConstructor<Later> = defineError("cli.input.replay-later", {
  headline: "A journal that knows what comes later",
  message: ({ system, first, known }: Later) =>
    `History is replayed into a journal that ends before it begins, ${word(first)}. This one holds a decision of "${system}" from ${word(known)}.`,
  hint: () =>
    "Name a state of its own: `--dir replayed`; `alidade train … --dir replayed` first has a model serve there.",
});

function word(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
