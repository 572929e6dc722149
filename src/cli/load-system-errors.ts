import { defineError, type ErrorConstructor } from "../kernel/index.ts";

interface Place {
  /** With the line, and the column, where they are known. */
  readonly file: string;
  /** The words of whoever refused it. */
  readonly words: string;
}

interface SyntaxRefused extends Place {
  /** The line, and what is meant of it underlined; undefined when nobody said where it is. */
  readonly shown?: string | undefined;
}

interface NotFound {
  readonly path: string;
  /** The rest of a sentence. */
  readonly why: string;
  /** The systems that are there instead. */
  readonly near: readonly string[];
}

export const systemNotFound: ErrorConstructor<NotFound> = defineError("cli.input.system-not-found", {
  headline: "No such system file",
  message: ({ path, why, near }: NotFound) =>
    `${path} ${why}. ${near.length === 0 ? "There is no system beside it." : `There is ${near.join(", ")}.`}`,
  hint: () => "Name the system file or its folder, or write a first one with `alidade init <data> --label <column>`.",
});

interface Clash {
  readonly name: string;
  /** Both files. */
  readonly files: readonly string[];
}

export const systemTwice: ErrorConstructor<Clash> = defineError("cli.input.system-twice", {
  headline: "Two systems of one name",
  message: ({ name, files }: Clash) =>
    `Systems that are served together need names of their own. ${files.join(" and ")} both declare "${name}".`,
  hint: () => "Name each file once, or give one of the systems another `name`.",
});

export const systemSyntax: ErrorConstructor<SyntaxRefused> = defineError("cli.input.system-syntax", {
  headline: "A file that cannot be read as TypeScript",
  message: ({ file, words, shown }: SyntaxRefused) => `${file}: ${words}.${shown === undefined ? "" : `\n${shown}`}`,
  hint: () =>
    "Types are erased, not compiled: no enum, no namespace, no parameter property. An editor with TypeScript shows the same as you type.",
});

export const systemImportMissing: ErrorConstructor<Place> = defineError("cli.input.system-import-missing", {
  headline: "A file that imports what is not there",
  message: ({ file, words }: Place) => `${file}: ${words}.`,
  hint: () => "An import of your own file needs its ending, such as `./contract.mts`; a package needs `npm install`.",
});

export const systemExportMissing: ErrorConstructor<SyntaxRefused> = defineError("cli.input.system-export-missing", {
  headline: "A file that imports a name that is not there",
  message: ({ file, words, shown }: SyntaxRefused) => `${file}: ${words}${shown === undefined ? "" : `\n${shown}`}`,
  hint: () =>
    "A type is imported as such: `import { type Name }`. An editor with TypeScript lists what a file exports.",
});

export const systemFailed: ErrorConstructor<Place> = defineError("cli.input.system-failed", {
  headline: "A file that fails while it is loaded",
  message: ({ file, words }: Place) => `${file}: ${words}.`,
  hint: () =>
    "A type error shows itself this way too: an editor with TypeScript names the place and the reason as you type.",
});
