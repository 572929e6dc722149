import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** What can be wrong with data that come over time, from several files or from another machine. */

interface Difference {
  /** The file, table or address that differs. */
  readonly place: string;
  /** What it is compared with. */
  readonly first: string;
  readonly lacks: readonly string[];
  readonly adds: readonly string[];
  /** Columns of another kind: `age is text instead of number`. */
  readonly kinds?: readonly string[];
}

export const schemaDiffers: ErrorConstructor<Difference> = defineError("data.schema-differs", {
  headline: "Columns that changed on the way",
  message: ({ place, first, lacks, adds, kinds = [] }: Difference) =>
    `\`${place}\` has other columns than \`${first}\`: ${[
      ...(lacks.length > 0 ? [`it lacks ${named(lacks)}`] : []),
      ...(adds.length > 0 ? [`it adds ${named(adds)}`] : []),
      ...kinds,
    ].join(", ")}. Nothing of it was read.`,
  hint: () => "Rename the columns where they come from, or read the two as two sources.",
});

function named(columns: readonly string[]): string {
  return columns.map((column) => `\`${column}\``).join(", ");
}

interface Change {
  readonly place: string;
  /** The rest of a sentence. */
  readonly problem: string;
}

export const sourceChanged: ErrorConstructor<Change> = defineError("data.source-changed", {
  headline: "What was read is not what it was",
  message: ({ place, problem }: Change) => `\`${place}\` ${problem}. Nothing more was read.`,
  hint: () =>
    "What was pulled before is kept. Look at what happened; then `alidade data pull --restart` reads from the beginning, and rows with a declared key are not doubled.",
});

interface Failure {
  /** Where, without secrets. */
  readonly place: string;
  /** The rest of a sentence, without secrets. */
  readonly problem: string;
  /** What to do next. */
  readonly advice?: string;
}

const words = ({ place, problem }: Failure): string => `${place} ${problem}.`;

/** The other side failed, and may not the next time. */
export const sourceUnavailable: ErrorConstructor<Failure> = defineError("data.source-unavailable", {
  headline: "A source that does not answer",
  retryable: true,
  message: words,
  hint: ({ advice }) => advice ?? "What was pulled before is kept; the next pull goes on from there.",
});

/** The other side answered, and with something that cannot be used. */
export const sourceRefused: ErrorConstructor<Failure> = defineError("data.source-refused", {
  headline: "A source that cannot be read as declared",
  message: words,
  hint: ({ advice }) => advice ?? "Correct the source in the system file, or the permissions on the other side.",
});

export const notIncremental: ErrorConstructor<{ readonly source: string; readonly how: string }> = defineError(
  "data.not-incremental",
  {
    headline: "A source without a cursor",
    message: ({ source, how }: { readonly source: string; readonly how: string }) =>
      `The ${source} source is read whole every time, as it is declared. ${how}`,
  },
);
