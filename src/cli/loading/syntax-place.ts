import { execFile } from "node:child_process";

/** Where a file stops being readable. */
export interface SyntaxPlace {
  /** The URL of the file, without a query. */
  readonly url: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The line as it stands in the file. */
  readonly text: string;
  /** How many characters are meant, at least 1. */
  readonly width: number;
}

const DOORS = new URL("../../../bin/doors.js", import.meta.url).href;

/** Milliseconds that a second process has to say where it stops. */
const PATIENCE = 10_000;

/**
 * Where a file that was imported stops being readable. Node says it in the stack of an error that it raised while types
 * were erased or names were linked; of what V8 refuses it tells only whoever lets the error end the process, which is
 * what a second process is then asked for. Undefined when neither says it.
 */
export async function syntaxPlaceOf(thrown: SyntaxError, url: string): Promise<SyntaxPlace | undefined> {
  const said = readPlace(thrown.stack ?? "");
  return said ?? readPlace(await importApart(url));
}

/**
 * The head of what Node prints: `file:///…:12`, lines of the file, carets under what is meant. There are none when the
 * file ends too soon, which is then what is meant.
 */
export function readPlace(printed: string): SyntaxPlace | undefined {
  const head = /^(file:\/\/\S+?)(?:\?\S*?)?:(\d+)\n((?:.*\n)*?)(?:([ \t]*)(\^+)[ \t]*$|\n+\w*Error\b)/m.exec(printed);
  if (head === null) return undefined;
  const [, url = "", line = "", lines = "", before, carets = "^"] = head;
  const text = lines.replace(/\n$/, "").split("\n").at(-1) ?? "";
  return { url, line: Number(line), column: (before ?? text).length + 1, text, width: carets.length };
}

/** Characters of a line that are shown on either side of what is meant, where it is longer than both. */
const AROUND = 60;

/** The line under its number, with what is meant of it underlined; a long line as far as it lies around that. */
export function drawSyntaxPlace({ line, column, text, width }: SyntaxPlace): string {
  const from = text.length <= 2 * AROUND ? 0 : Math.max(0, column - 1 - AROUND);
  const shown = text.slice(from, from + 2 * AROUND);
  // A tab is as wide above as below.
  const before = text.slice(from, column - 1).replace(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, Math.min(width, shown.length - before.length)));
  const number = String(line);
  return `${number} │ ${shown}\n${" ".repeat(number.length)} │ ${before}${carets}`;
}

/** What Node prints of an import that ends its process; nothing of the file runs, since it cannot be read. */
async function importApart(url: string): Promise<string> {
  const script = "await import(process.argv[1])";
  const argv = [
    "--disable-warning=ExperimentalWarning",
    "--import",
    DOORS,
    "--input-type=module",
    "--eval",
    script,
    url,
  ];
  return await new Promise((resolve) => {
    execFile(process.execPath, argv, { timeout: PATIENCE }, (_ended, _out, err) => resolve(err));
  });
}
