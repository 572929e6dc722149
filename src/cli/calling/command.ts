import type { Clock, Ids } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import type { Document, Progress } from "../../report/index.ts";
import type { JournalPromises } from "../../store/index.ts";
import type { Backends, Fresh, FreshOptions, LocalState } from "../host/host.ts";
import type { ArgumentSpec, OptionSpec } from "./options.ts";

type ArgumentSpecs = Readonly<Record<string, ArgumentSpec<unknown>>>;
type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;
type ArgumentsOf<A> = { readonly [N in keyof A]: A[N] extends ArgumentSpec<infer T> ? T : never };
type OptionsOf<O> = { readonly [N in keyof O]: O[N] extends OptionSpec<infer T> ? T : never };

/** What a command has to say, for both kinds of reader: a program gets `json`, a person the `document`. */
export interface Answer {
  readonly json: unknown;
  readonly document: Document;
}

/** How a command ended: 0 done, 1 a gate or a check said no. Anything else is thrown. */
export interface CommandResult extends Partial<Answer> {
  /** Default 0. */
  readonly exit?: 0 | 1;
}

/** Where a command's words go. A command rarely needs it: what it returns is shown for it. */
export interface Io {
  /** Standard output. Resolves when the text is handed over; never rejects because the reader went away. */
  out(text: string): Promise<void>;
  /** Standard error, for remarks beside the answer. */
  err(text: string): void;
  /** Whether a person looks at standard output. */
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly colour: boolean;
  /** Whether the answer is to be one JSON document. */
  readonly json: boolean;
}

/** One call of a command. */
export interface Invocation<A = Readonly<Record<string, unknown>>, O = Readonly<Record<string, unknown>>> {
  readonly args: A;
  readonly options: O;
  readonly io: Io;
  /** Absolute. Paths of the user are relative to it. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  /** Of the package. */
  readonly version: string;
  readonly ids: Ids;
  /** Who calls, for histories: the user's name on this machine. */
  readonly who: string;
  /** On standard error. */
  readonly progress: Progress;
  /** Aborts at Ctrl-C. A command that then resolves has ended well; one that rejects ends with 130. */
  readonly signal: AbortSignal;
  /** Absolute path of the state directory. */
  readonly directory: string;
  /** Runs another command line on the same state, in a process of its own, for its JSON. */
  fresh(argv: readonly string[], options?: FreshOptions): Promise<Fresh>;
  /** The backends of this machine, loaded on first use. */
  backends(): Promise<Backends>;
  /** The state in `directory`, opened once, with the options of the first to ask, and closed when the command has ended. Throws `state.*`. */
  openState(create: boolean, journal?: JournalPromises): Promise<LocalState>;
  /** The registry in that state. Default: it must exist. */
  registry(create?: boolean): Promise<Registry>;
  /** Every command that there is, in the order of the help. */
  commands(): Promise<readonly Command[]>;
  /** Shows an answer at once, for a command that goes on running; such a command returns none. */
  show(answer: Answer): Promise<void>;
}

interface CommandDefinition<A extends ArgumentSpecs, O extends OptionSpecs> {
  /** One word; for an action, the word after its command's. */
  readonly name: string;
  /** A few words, for the list of commands. */
  readonly summary: string;
  /** More, for the command's own help. */
  readonly about?: string;
  /** By name, in order. */
  readonly arguments: A;
  /** By name in camel case: `dryRun` is written `--dry-run`. */
  readonly options: O;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Whether it writes nothing into the state, so that one will do that may only be read; it may be so with some options. Default: it writes. */
  readonly looks?: boolean | ((options: OptionsOf<O>) => boolean);
  /** Milliseconds that the command may take to end once it was told to. Default 3000. */
  readonly patienceMs?: (options: OptionsOf<O>) => number;
  /** Commands within this one: `decisions show`. */
  readonly actions?: readonly Command[];
  run(invocation: Invocation<ArgumentsOf<A>, OptionsOf<O>>): Promise<CommandResult>;
}

/** A command, its types forgotten. */
export interface Command extends Omit<CommandDefinition<ArgumentSpecs, OptionSpecs>, "run" | "looks" | "patienceMs"> {
  readonly looks?: boolean | ((options: Readonly<Record<string, unknown>>) => boolean);
  readonly patienceMs?: (options: Readonly<Record<string, unknown>>) => number;
  run(invocation: Invocation): Promise<CommandResult>;
}

/**
 * Declares a command. Its file stays light: rooms are imported inside `run`, types at the top.
 *
 * @example
 * export const command = defineCommand({
 *   name: "models", summary: "List the models of a system", arguments: { system: argument("Name of the system") },
 *   options: {}, examples: ["alidade models readmission"],
 *   run: async ({ args, registry }) => answer(await (await registry()).models(args.system)),
 * });
 */
export function defineCommand<const A extends ArgumentSpecs, const O extends OptionSpecs>(
  definition: CommandDefinition<A, O>,
): Command {
  return Object.freeze(definition) as unknown as Command;
}
