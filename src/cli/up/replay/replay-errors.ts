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

export const replayFolder: ErrorConstructor<{ readonly path: string }> = defineError("cli.input.replay-folder", {
  headline: "A folder where a file should be",
  message: ({ path }: { readonly path: string }) =>
    `\`--replay\` is a file of rows, or a pattern of files. \`${path}\` is a folder.`,
  hint: ({ path }) => `Name a file in it, or those that fit a pattern, in quotes: \`--replay "${path}/*.csv"\`.`,
});

interface Later {
  readonly first: Instant;
  /** What it holds, up to the word before its time. */
  readonly holds: string;
  readonly known: Instant;
}

export const replayLater: ErrorConstructor<Later> = defineError("cli.input.replay-later", {
  headline: "A state that knows what comes later",
  message: ({ first, holds, known }: Later) =>
    `History is replayed into a state that ends before it begins, ${word(first)}: monitors read in the order of time, and do not go back. This one holds ${holds} ${word(known)}.`,
  hint: () =>
    "Name a state that holds nothing yet with `--dir <folder>`; `alidade train … --dir <folder>` first has a model serve there. What an earlier replay left is of no more use: its folder can be removed.",
});

export const replayShut: ErrorConstructor<{ readonly why: string }> = defineError("cli.input.replay-shut", {
  headline: "A server that does not let a replay in",
  message: ({ why }: { readonly why: string }) =>
    `A replay asks the server that it starts, from this machine and without a token. ${why}`,
  hint: () =>
    "Replay into a state that has no tokens, `--dir <folder>`: tokens are of those who come from elsewhere, and nobody but the replay asks there.",
});

export const replayUnanswered: ErrorConstructor<{ readonly url: string; readonly why: string }> = defineError(
  "cli.input.replay-unanswered",
  {
    headline: "A server that cannot be reached",
    message: ({ url, why }: { readonly url: string; readonly why: string }) =>
      `A replay asks the server that it starts, at ${url}. A request to it failed: ${why}.`,
    hint: () =>
      "Try `--port 0`, which takes a free port; where a proxy or a firewall stands between, let this machine reach itself.",
  },
);

function word(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
