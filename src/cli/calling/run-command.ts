import { resolve } from "node:path";
import { registryOf } from "../../registry/index.ts";
import { terminalProgress, toTerminal } from "../../report/index.ts";
import type { JournalPromises } from "../../store/index.ts";
import type { Host, LocalState } from "../host/host.ts";
import { openInterruption } from "../host/interruption.ts";
import { proposedIn } from "../output/proposed-commands.ts";
import type { Answer, CommandResult, Invocation, Io } from "./command.ts";
import { EXIT } from "./exit-codes.ts";
import type { Globals } from "./globals.ts";
import type { Request } from "./parse.ts";

/** What stands around one call of a command. */
export interface Surroundings {
  readonly host: Host;
  readonly globals: Globals;
  readonly io: Io;
  readonly commands: Invocation["commands"];
}

/** Runs a command to its end, shows what it found, closes the state, and gives the exit code. */
export async function runCommand(
  { command, args, options }: Extract<Request, { kind: "run" }>,
  around: Surroundings,
): Promise<number> {
  const { host, io } = around;
  const interruption = openInterruption(host, command.patienceMs?.(options));
  const { looks = false } = command;
  const states = openStates(around, typeof looks === "boolean" ? looks : looks(options));
  const { signal } = interruption;
  const directory = resolve(host.cwd, around.globals.directory);
  const fresh: Invocation["fresh"] = (argv, { until, aside = false } = {}) => {
    const ends = until === undefined ? signal : AbortSignal.any([signal, until]);
    return host.fresh([...argv, "--json", "--dir", directory], ends, { aside });
  };
  const invocation: Invocation = { args, options, ...surroundings(around), ...states, signal, fresh };
  const work = async (): Promise<number> => {
    const result = await command.run(invocation);
    await showResult(result, around);
    return result.exit ?? EXIT.done;
  };
  try {
    return await interruption.race(work());
  } catch (thrown) {
    const exit = interruption.exit();
    if (exit === undefined) throw thrown;
    io.err("Interrupted: nothing was left half written.\n");
    return exit;
  } finally {
    interruption.close();
    await states.close();
  }
}

async function showResult({ json, document }: CommandResult, around: Surroundings): Promise<void> {
  if (document !== undefined) await showAnswer({ json, document }, around);
}

async function showAnswer({ json, document }: Answer, { io, globals }: Surroundings): Promise<void> {
  const words = io.json
    ? `${JSON.stringify(json ?? null, null, 2)}\n`
    : toTerminal(proposedIn(document, globals.directory), {
        ...{ width: io.columns, colour: io.colour },
        ...{ detail: globals.detail, detailBy: "`--detail`" },
      });
  await io.out(words);
}

function surroundings(
  around: Surroundings,
): Omit<Invocation, "args" | "options" | "signal" | "fresh" | "openState" | "registry"> {
  const { host, globals, io, commands } = around;
  const { cwd, env, clock, stopwatch, version, ids, who, stderr } = host;
  const { columns, isTerminal: interactive } = stderr;
  return {
    io,
    cwd,
    env,
    clock,
    stopwatch,
    version,
    ids,
    who,
    progress: terminalProgress({ write: io.err, columns, interactive, clock }),
    directory: resolve(cwd, globals.directory),
    backends: () => host.backends(),
    commands,
    show: (answer) => showAnswer(answer, around),
  };
}

/** Opens the state at most once, and closes it when the command has ended. */
function openStates(
  { host, globals }: Surroundings,
  reads: boolean,
): Pick<Invocation, "openState" | "registry"> & { close(): Promise<void> } {
  let opening: Promise<LocalState> | undefined;
  let opened: LocalState | undefined;
  const open = async (create: boolean, journal: JournalPromises = {}): Promise<LocalState> => {
    opened = await (await host.backends()).openState(resolve(host.cwd, globals.directory), { create, journal, reads });
    return opened;
  };
  const openState = (create: boolean, journal?: JournalPromises): Promise<LocalState> => {
    opening ??= open(create, journal);
    return opening;
  };
  return {
    openState,
    registry: async (create = false) =>
      registryOf({ state: await openState(create), clock: host.clock, who: host.who }),
    // Only what is open: an opening that hangs must not keep an interrupted command from ending.
    close: async () => await opened?.close(),
  };
}
