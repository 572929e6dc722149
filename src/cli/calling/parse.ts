import { CommanderError, InvalidArgumentError, Option, Command as Parser, Argument as Positional } from "commander";
import { isAlidadeError } from "../../kernel/index.ts";
import type { Command } from "./command.ts";
import { usage } from "./errors.ts";
import { GLOBAL_OPTIONS } from "./globals.ts";
import { dashed, type OptionSpec } from "./options.ts";

/** What a command line asks for. */
export type Request =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "run";
      readonly command: Command;
      readonly args: Readonly<Record<string, unknown>>;
      readonly options: Readonly<Record<string, unknown>>;
    };

export interface ParseSettings {
  readonly commands: readonly Command[];
  readonly version: string;
  /** Width and colour of the help. */
  readonly columns: number;
}

/** What a newcomer does first. */
const START = `
Start with your data:
  alidade init customers.csv --label bought
`;

/** Reads a command line. Throws `cli.usage`. */
export function parseCommandLine(argv: readonly string[], settings: ParseSettings): Request {
  const request: { found?: Request } = {};
  let text = "";
  const output = { writeOut: (part: string) => (text += part), writeErr: () => undefined };
  const parser = new Parser("alidade")
    .description("ML systems that answer to a business objective.")
    .version(settings.version, "--version", "the version of Alidade")
    .configureHelp({ showGlobalOptions: false, subcommandTerm: termOf })
    .configureOutput({ ...output, getOutHelpWidth: () => settings.columns })
    .helpOption("--help", "what a command does and takes")
    .helpCommand("help [command]", "what a command does and takes")
    .addHelpText("after", START)
    .exitOverride();
  for (const command of settings.commands) add(parser, command, (found) => (request.found = found));
  try {
    if (argv.length === 0) parser.outputHelp();
    else parser.parse(argv, { from: "user" });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return { kind: "text", text };
    throw thrown instanceof CommanderError ? usageOf(thrown, argv, settings) : thrown;
  }
  return request.found ?? { kind: "text", text };
}

type Found = (request: Request) => void;

function add(parent: Parser, command: Command, found: Found): void {
  const parser = parent
    .enablePositionalOptions()
    .command(command.name)
    .summary(command.summary)
    .description(describe(command));
  for (const [name, { doc, required, many }] of Object.entries(command.arguments)) {
    const term = many ? `${name}...` : name;
    parser.addArgument(new Positional(required ? `<${term}>` : `[${term}]`, doc));
  }
  const words = new Set(Object.keys(command.options).map((name) => `--${dashed(name)}`));
  const options = Object.entries(command.options).map(([name, spec]) => ({
    ...{ name, spec },
    option: optionOf(name, spec, words),
  }));
  for (const { option } of options) parser.addOption(option);
  addGlobals(parser);
  parser.addHelpText("after", `\nExamples:\n${command.examples.map((line) => `  ${line}`).join("\n")}\n`);
  for (const action of command.actions ?? []) add(parser, action, found);
  parser.action(() => {
    checkRequired(parser, options);
    const given = parser.opts<Record<string, unknown>>();
    found({
      kind: "run",
      command,
      args: Object.fromEntries(Object.keys(command.arguments).map((name, i) => [name, parser.processedArgs[i]])),
      options: Object.fromEntries(options.map(({ name, spec, option }) => [name, chosenValue(given, option, spec)])),
    });
  });
}

/** A command as the list shows it: its name and what it takes. */
function termOf(command: Parser): string {
  return [command.name(), ...command.registeredArguments.map((one) => wordArgument(one))].join(" ");
}

function wordArgument(argument: Positional): string {
  const term = `${argument.name()}${argument.variadic ? "..." : ""}`;
  return argument.required ? `<${term}>` : `[${term}]`;
}

function describe({ summary, about }: Command): string {
  const first = /[.?]$/.test(summary) ? summary : `${summary}.`;
  return about === undefined ? first : `${first}\n\n${about}`;
}

/** `others` are the options of the command, none of which is taken for a value. */
function optionOf(name: string, spec: OptionSpec<unknown>, others: ReadonlySet<string>): Option {
  const words = dashed(name);
  const doc = spec.required === true ? `${spec.doc} (required)` : spec.doc;
  const option = new Option(spec.value === undefined ? `--${words}` : `--${words} <${spec.value}>`, doc);
  if (spec.value !== undefined)
    option.argParser((raw) => {
      if (others.has(raw)) throw new InvalidArgumentError(`It lacks its <${spec.value}>: ${raw} is an option itself.`);
      return readWith(spec, raw);
    });
  return option;
}

/** All that is missing at once: nobody should be sent back twice. */
function checkRequired(
  parser: Parser,
  options: readonly { readonly spec: OptionSpec<unknown>; readonly option: Option }[],
): void {
  const lacking = options
    .filter(({ spec, option }) => spec.required === true && parser.getOptionValue(option.attributeName()) === undefined)
    .map(({ option }) => `'${option.flags}'`);
  const [only] = lacking;
  if (only === undefined) return;
  const [option, is] = lacking.length === 1 ? ["option", "is"] : ["options", "are"];
  parser.error(`required ${option} ${inWords.format(lacking)} ${is} missing`);
}

const inWords = new Intl.ListFormat("en", { type: "conjunction" });

function readWith(spec: OptionSpec<unknown>, raw: string): unknown {
  try {
    return spec.read(raw);
  } catch (thrown) {
    throw isAlidadeError(thrown) ? new InvalidArgumentError(thrown.message) : thrown;
  }
}

/** For the help alone: {@link takeGlobals} has taken them already. */
function addGlobals(parser: Parser): void {
  for (const [flags, doc] of GLOBAL_OPTIONS) parser.addOption(new Option(flags, doc).helpGroup("Everywhere:"));
}

function chosenValue(given: Readonly<Record<string, unknown>>, option: Option, spec: OptionSpec<unknown>): unknown {
  const value = given[option.attributeName()];
  if (option.negate) return value === false;
  return value ?? spec.absent;
}

/** Commander's complaint in the house's words; its suggestions of near names are kept. */
function usageOf({ message }: CommanderError, argv: readonly string[], { commands }: ParseSettings): Error {
  const words = message
    .replace(/^error: /, "")
    .replace(/ is invalid\. It must be/, " must be")
    .replace(/\n?\(Did you mean (.+?)\?\)/, " Did you mean `$1`?")
    .replaceAll("'", "`");
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  const problem = /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
  return usage({ problem: stopped(problem), help: helpFor(argv, commands) });
}

/** The help of the command, or of the action of a command, that was named. */
function helpFor(argv: readonly string[], commands: readonly Command[]): string {
  const [first, second] = argv.filter((word) => !word.startsWith("-"));
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) return "alidade --help";
  const action = command.actions?.find(({ name }) => name === second);
  return action === undefined ? `alidade help ${command.name}` : `alidade ${command.name} ${action.name} --help`;
}

/** `unknown command x Did you …` → `unknown command x. Did you …` */
function stopped(sentence: string): string {
  return sentence.replace(/([^.?]) Did you mean/, "$1. Did you mean");
}
