import type { Command, Io } from "./calling/command.ts";
import { usage } from "./calling/errors.ts";
import { EXIT, exitOf } from "./calling/exit-codes.ts";
import { type Globals, takeGlobals } from "./calling/globals.ts";
import { parseCommandLine } from "./calling/parse.ts";
import { showError } from "./calling/show-error.ts";
import { commandTable } from "./command-table.ts";
import type { Host } from "./host/host.ts";
import { nodeHost } from "./host/node-host.ts";

/** Runs one command line and gives the exit code: 0 done, 1 refused, 2 usage, 3 bad input, 4 internal, 130 Ctrl-C. */
export async function main(argv: readonly string[], host: Host = nodeHost()): Promise<number> {
  const { globals, rest } = takeGlobals(argv);
  const io = ioOf(host, globals);
  try {
    if (globals.lacksDirectory) throw usage({ problem: "`--dir` needs a directory.", help: "alidade --help" });
    const commands = await loadCommands(rest);
    const request = parseCommandLine(helpOfAction(rest), {
      commands,
      version: host.version,
      columns: host.stdout.columns,
    });
    if (request.kind === "run") {
      const { runCommand } = await import("./calling/run-command.ts");
      return await runCommand(request, { host, globals, io, commands: () => loadCommands([]) });
    }
    await io.out(request.text);
    return EXIT.done;
  } catch (thrown) {
    await showError(thrown, io, {
      colour: isColoured(host, host.stderr.isTerminal, globals),
      verbose: globals.verbose || Boolean(host.env.ALIDADE_DEBUG),
    });
    return exitOf(thrown);
  }
}

/** `help experiment start` asks for an action's help, which the parser shows by `--help` alone. */
function helpOfAction(argv: readonly string[]): readonly string[] {
  return argv[0] === "help" && argv.length > 2 ? [...argv.slice(1), "--help"] : argv;
}

function ioOf(host: Host, globals: Globals): Io {
  const { stdout, stderr } = host;
  return {
    out: (text) => stdout.write(text),
    err: (text) => void stderr.write(text),
    isTerminal: stdout.isTerminal,
    columns: stdout.columns,
    colour: isColoured(host, stdout.isTerminal, globals),
    json: globals.json,
  };
}

/** https://no-color.org */
function isColoured({ env }: Host, isTerminal: boolean, { colour }: Globals): boolean {
  return colour && isTerminal && !env.NO_COLOR && env.TERM !== "dumb";
}

/** The command that is named; all of them for the help, and to say which one was meant. */
async function loadCommands(argv: readonly string[]): Promise<readonly Command[]> {
  const [name = ""] = argv;
  const only = commandTable[Object.hasOwn(commandTable, name) ? name : ""];
  const loads = only === undefined ? Object.values(commandTable) : [only];
  return (await Promise.all(loads.map((load) => load()))).map(({ command }) => command);
}
