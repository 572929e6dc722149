/** What every command understands, wherever on the line it stands. */
export interface Globals {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly colour: boolean;
  /** Whether what is only for the curious is shown too. */
  readonly detail: boolean;
  /** The state directory, as written. */
  readonly directory: string;
  /** `--dir` came last, without its value. */
  readonly lacksDirectory: boolean;
}

/** The state directory unless another is named. */
export const DIRECTORY = ".alidade";

/** For the help. */
export const GLOBAL_OPTIONS: readonly (readonly [flags: string, doc: string])[] = [
  ["--dir <state>", `state directory (default ${DIRECTORY})`],
  ["--json", "answer with one JSON document"],
  ["--detail", "show the sections for the curious too"],
  ["--no-color", "plain text"],
  ["--verbose", "show the stack of an unexpected error"],
];

/** Takes the options that every command understands out of a command line; words after `--` are left alone. */
export function takeGlobals(argv: readonly string[]): { readonly globals: Globals; readonly rest: readonly string[] } {
  const end = argv.indexOf("--") < 0 ? argv.length : argv.indexOf("--");
  const words = argv.slice(0, end);
  const { directory, rest } = takeDirectory(words);
  const globals: Globals = {
    json: words.includes("--json"),
    verbose: words.includes("--verbose"),
    detail: words.includes("--detail"),
    colour: !words.includes("--no-color"),
    directory,
    lacksDirectory: directory === "",
  };
  const others = rest.filter((word) => !SWITCHES.includes(word));
  return { globals, rest: [...others, ...argv.slice(end)] };
}

const SWITCHES = ["--json", "--detail", "--verbose", "--no-color"];

/** The last `--dir x` or `--dir=x` counts; empty when its value is missing. */
function takeDirectory(words: readonly string[]): { readonly directory: string; readonly rest: readonly string[] } {
  const rest: string[] = [];
  let directory = DIRECTORY;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--dir") directory = words[++i] ?? "";
    else if (word.startsWith("--dir=")) directory = word.slice("--dir=".length);
    else rest.push(word);
  }
  return { directory, rest };
}
