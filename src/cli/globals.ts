/** What every command understands, wherever on the line it stands. */
export interface Globals {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
  /** The state directory, as written. */
  readonly directory: string;
  /** `--dir` came last, without its value. */
  readonly lacksDirectory: boolean;
}

/** The state directory unless another is named. */
const DIRECTORY = ".alidade";

/** For the help. */
export const GLOBAL_OPTIONS: readonly (readonly [flags: string, doc: string])[] = [
  ["--dir <state>", `state directory (default ${DIRECTORY})`],
  ["--json", "answer with one JSON document"],
  ["--no-color", "plain text"],
  ["--verbose", "show the stack of an unexpected error"],
];

/** Takes the options that every command understands out of a command line; words after `--` are left alone. */
export function takeGlobals(argv: readonly string[]): { readonly globals: Globals; readonly rest: readonly string[] } {
  const end = argv.indexOf("--") < 0 ? argv.length : argv.indexOf("--");
  const rest: string[] = [];
  const found = { json: false, verbose: false, colour: true, directory: DIRECTORY, lacksDirectory: false };
  for (let i = 0; i < end; i++) {
    const word = argv[i] ?? "";
    if (word === "--json") found.json = true;
    else if (word === "--verbose") found.verbose = true;
    else if (word === "--no-color") found.colour = false;
    else if (word.startsWith("--dir=")) found.directory = word.slice("--dir=".length);
    else if (word === "--dir" && i + 1 < end) found.directory = argv[++i] ?? "";
    else if (word === "--dir") found.lacksDirectory = true;
    else rest.push(word);
  }
  return { globals: { ...found, lacksDirectory: found.lacksDirectory || found.directory === "" }, rest: [...rest, ...argv.slice(end)] };
}
