import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** What can be wrong with a file of data. Every source raises these, so that a person reads the same everywhere. */

export const sourceNotFound: ErrorConstructor<{ readonly path: string; readonly lookedAt: readonly string[] }> =
  defineError("data.source-not-found", {
    headline: "No such data file",
    message: ({ path, lookedAt }: { readonly path: string; readonly lookedAt: readonly string[] }) =>
      `\`${path}\` is in none of the places where it may be:\n${lookedAt.map((place) => `  ${place}`).join("\n")}`,
    hint: () => "Pass `--data <file>`, put the file in one of these places, or give the source a `download`.",
  });

export const fileEmpty: ErrorConstructor<{ readonly file: string }> = defineError("data.file-empty", {
  headline: "An empty data file",
  message: ({ file }: { readonly file: string }) => `\`${file}\` holds no line of data.`,
  hint: () => "Write the data to it again; a copy or an export that broke off often leaves an empty file.",
});

interface Damage {
  readonly file: string;
  /** What is wrong, as the rest of a sentence. */
  readonly problem: string;
}

export const fileDamaged: ErrorConstructor<Damage> = defineError("data.file-damaged", {
  headline: "A damaged data file",
  message: ({ file, problem }: Damage) => `\`${file}\` ${problem}.`,
  hint: () => "Fetch it again, and compare its size or checksum with the original.",
});

export const notText: ErrorConstructor<Damage> = defineError("data.not-text", {
  headline: "Not a text file",
  message: ({ file, problem }: Damage) => `\`${file}\` ${problem}.`,
  hint: () => "Save it as UTF-8 text, or name the source that it is for, such as parquet().",
});

interface Malformed extends Damage {
  /** From 1. */
  readonly line: number;
}

export const csvMalformed: ErrorConstructor<Malformed> = defineError("data.csv-malformed", {
  headline: "A line that cannot be read",
  message: ({ file, problem, line }: Malformed) => `Line ${line} of \`${file}\` ${problem}.`,
  hint: () => "Correct the line, or check the `quote` and `delimiter` of the source.",
});

export const headerInvalid: ErrorConstructor<Damage> = defineError("data.header-invalid", {
  headline: "Columns that cannot be told apart",
  message: ({ file, problem }: Damage) => `The header of \`${file}\` ${problem}.`,
  hint: () => "Correct the header, or give the source its `columns`.",
});

/** Throws `data.header-invalid` for a name that an object of JavaScript cannot hold as a property of its own. */
export function checkColumnNames(names: readonly string[], file: string): void {
  if (names.includes("__proto__"))
    throw headerInvalid({ file, problem: "names a column `__proto__`, which JavaScript keeps for itself" });
}

interface Absent {
  readonly column: string;
  readonly columns: readonly string[];
  readonly suggestion: string;
}

export const columnMissing: ErrorConstructor<Absent> = defineError("data.column-missing", {
  headline: "No such column",
  message: ({ column, columns, suggestion }: Absent) =>
    `The data has no column \`${column}\`.${suggestion} It has ${columns.map((c) => `\`${c}\``).join(", ")}.`,
  hint: () => "Correct the name where it was written, or the header of the data; `columns` of the source renames.",
});
