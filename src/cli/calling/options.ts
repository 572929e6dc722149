import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** One `--option` of a command; `T` is what the command is handed. */
export interface OptionSpec<T> {
  readonly doc: string;
  /** The placeholder of its value in the help; absent for a flag. */
  readonly value?: string;
  /** The words that its value may be, where they are few. */
  readonly choices?: readonly string[];
  readonly required?: boolean;
  /** What the command is handed when the option is left out. */
  readonly absent: T;
  /** Reads the value as it was written. Throws `cli.option-invalid`. */
  read(raw: string): T;
}

/** What can be wrong with a value on the command line: completes "must be …". */
export const optionInvalid: ErrorConstructor<{ readonly must: string; readonly got: string }> = defineError(
  "cli.option-invalid",
  {
    headline: "A value that does not fit",
    message: ({ must, got }: { readonly must: string; readonly got: string }) => `It must be ${must}. Got "${got}".`,
  },
);

/** `--dry-run`: given or not. A name that begins with `no` is written `--no-…`. */
export function flag(doc: string): OptionSpec<boolean> {
  return { doc, absent: false, read: () => true };
}

/** `--label <column>`: any text. */
export function text(value: string, doc: string): OptionSpec<string | undefined> {
  return { doc, value, absent: undefined, read: (raw) => raw };
}

/** `--columns <a,b,c>`: texts between commas, spaces around them dropped, none empty. */
export function list(value: string, doc: string): OptionSpec<readonly string[] | undefined> {
  const read = (raw: string): readonly string[] => {
    const parts = raw.split(",").map((part) => part.trim());
    if (parts.includes("")) throw optionInvalid({ must: "names between commas, none of them empty", got: raw });
    return parts;
  };
  return { doc, value, absent: undefined, read };
}

export interface NumberBounds {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** `--port <n>`: a number within inclusive bounds. */
export function number(value: string, doc: string, bounds: NumberBounds = {}): OptionSpec<number | undefined> {
  const {
    min = -Infinity,
    max = bounds.integer === true ? Number.MAX_SAFE_INTEGER : Infinity,
    integer = false,
  } = bounds;
  const read = (raw: string): number => {
    const got = raw.trim() === "" ? Number.NaN : Number(raw);
    if (!Number.isFinite(got) || got < min || got > max || (integer && !Number.isInteger(got)))
      throw optionInvalid({ must: wordBounds(bounds), got: raw });
    return got;
  };
  return { doc, value, absent: undefined, read };
}

/** `--format <html|json>`: one of a few words. */
export function choice<const C extends string>(choices: readonly C[], doc: string): OptionSpec<C | undefined> {
  const read = (raw: string): C => {
    const found = choices.find((one) => one === raw);
    if (found === undefined) throw optionInvalid({ must: `one of ${choices.join(", ")}`, got: raw });
    return found;
  };
  return { doc, value: choices.join("|"), choices, absent: undefined, read };
}

/** `--row '{"visits": 3}'`: a JSON object. */
export function jsonObject(value: string, doc: string): OptionSpec<Readonly<Record<string, unknown>> | undefined> {
  return { doc, value, absent: undefined, read: readObject };
}

function readObject(raw: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(raw);
    if (typeof found === "object" && found !== null && !Array.isArray(found)) return { ...found };
  } catch {
    // The sentence below says what is wanted; where the JSON broke is seldom of more help.
  }
  throw optionInvalid({ must: 'a JSON object, such as {"visits": 3}', got: raw.slice(0, 80) });
}

/** An option that a command cannot do without. */
export function required<T>(spec: OptionSpec<T | undefined>): OptionSpec<T> {
  return { ...spec, required: true } as OptionSpec<T>;
}

/** How an option is written: `dryRun` is `dry-run`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option with a default, which the help shows. */
export function withDefault<T>(spec: OptionSpec<T | undefined>, absent: T): OptionSpec<T> {
  return { ...spec, absent, doc: `${spec.doc} (default ${String(absent)})` } as OptionSpec<T>;
}

function wordBounds({ min, max, integer = false }: NumberBounds): string {
  const kind = integer ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind} of at least ${min}`;
  return max === undefined ? kind : `${kind} of at most ${max}`;
}

/** One argument of a command, by position; `T` is what the command is handed. */
export interface ArgumentSpec<T> {
  readonly doc: string;
  readonly required: boolean;
  /** Takes all the words that are left. */
  readonly many: boolean;
  /** Exists for the compiler alone. */
  readonly type?: T;
}

/** An argument that must be given. */
export function argument(doc: string): ArgumentSpec<string> {
  return { doc, required: true, many: false };
}

/** An argument that may be left out. */
export function optionalArgument(doc: string): ArgumentSpec<string | undefined> {
  return { doc, required: false, many: false };
}

/** One or more words; only as the last argument. */
export function someArguments(doc: string): ArgumentSpec<readonly string[]> {
  return { doc, required: true, many: true };
}

/** Any number of words, none included; only as the last argument. */
export function anyArguments(doc: string): ArgumentSpec<readonly string[]> {
  return { doc, required: false, many: true };
}
