import picocolors from "picocolors";
import { type AlidadeError, isAlidadeError, messageOf } from "../../kernel/index.ts";
import type { Io } from "./command.ts";

/** What a program reads of an error. */
export interface ErrorAnswer {
  readonly error: {
    readonly code: string;
    readonly headline: string;
    readonly message: string;
    readonly hint?: string;
  };
}

/** The code of what nobody foresaw. */
const UNEXPECTED = "internal.unexpected";

/** Anything that was thrown, for a program. */
function errorAnswer(thrown: unknown): ErrorAnswer {
  if (!isAlidadeError(thrown))
    return { error: { code: UNEXPECTED, headline: "A defect in Alidade", message: messageOf(thrown) } };
  const { code, headline, message, hint } = thrown;
  return { error: { code, headline, message, ...(hint === undefined ? {} : { hint }) } };
}

export interface ErrorStyle {
  readonly colour: boolean;
  readonly verbose: boolean;
}

/** Anything that was thrown, for a person: headline, message, hint, code; the stack of the unforeseen when asked. */
function wordError(thrown: unknown, { colour, verbose }: ErrorStyle): string {
  const ink = picocolors.createColors(colour);
  const { headline, message, hint, code } = errorAnswer(thrown).error;
  const advice = isAlidadeError(thrown) ? hint : "Run it again with `--verbose` and report what it shows.";
  const lines = [
    `${ink.red("✕")} ${ink.bold(headline)}`,
    ...indented(printable(message)),
    ...(advice === undefined || (verbose && !isAlidadeError(thrown)) ? [] : indented(`→ ${printable(advice)}`)),
    ...indented(code).map(ink.dim),
    ...(verbose ? stackLines(thrown).map(ink.dim) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function indented(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`);
}

/** Data and file names end up in messages: whatever would steer a terminal goes. */
function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, " ");
}

function stackLines(thrown: unknown): string[] {
  if (!(thrown instanceof Error)) return [];
  const cause = (thrown as AlidadeError).cause;
  const own = isAlidadeError(thrown) ? [] : (thrown.stack ?? "").split("\n").slice(1);
  return cause instanceof Error ? [...own, `  caused by ${cause.stack ?? cause.message}`] : own;
}

/** Writes an error where its reader looks: one JSON document on standard output, or words on standard error. */
export async function showError(thrown: unknown, io: Io, style: ErrorStyle): Promise<void> {
  if (io.json) await io.out(`${JSON.stringify(errorAnswer(thrown), null, 2)}\n`);
  else io.err(wordError(thrown, style));
}
