import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { launcher, root } from "../../frame/child.ts";
import { onCore } from "./cores.ts";
import { treeOf } from "./usage.ts";

/** A server in a process group of its own. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** The end of what it has said so far. */
  said(): string;
  /** Sends a signal to it and to all that it started. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves when it has ended: its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
}

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps it to one core, where that can be done. */
  readonly core?: number | undefined;
  /** Its address, where it does not say it itself, and whether it answers by now. */
  readonly at?: { readonly url: string; answers(): Promise<boolean> };
}

/** What a server prints that says its address: one JSON document with its `url`. */
const URL_SAID = /"url": ?"([^"]+)"/;
const MOST_SAID = 50_000;
/** The slowest of them starts a dozen processes. */
const PATIENCE = 120_000;

/** Starts a server and waits until it serves. Throws when it ends before that or takes too long, with what it said. */
export async function startServer(
  command: string,
  args: readonly string[],
  { env = {}, core, at }: ServerOptions = {},
): Promise<Server> {
  const [program, given] = onCore(core, command, args);
  const child = spawn(program, given, { cwd: root, env: { ...process.env, ...env }, detached: true });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-MOST_SAID);
    });
  const ended = once(child, "close").then(([code]) => code as number | null);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const kill = (signal: NodeJS.Signals): void => killAll(child, signal);
  const patience = performance.now() + PATIENCE;
  for (let url: string | undefined; ; await new Promise((next) => setTimeout(next, 20))) {
    url = at === undefined ? URL_SAID.exec(said)?.[1] : (await at.answers()) ? at.url : undefined;
    if (url !== undefined) return { url, pid: child.pid as number, said: () => said, kill, ended };
    if (!isOver && performance.now() < patience) continue;
    kill("SIGKILL");
    throw new Error(`${command} ${args.join(" ")} does not serve:\n${said}`);
  }
}

/** A server may have put what it started into groups of their own. */
function killAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  const others = signal === "SIGKILL" && process.platform === "linux" ? treeOf(pid as number) : [];
  for (const one of [-(pid as number), ...others])
    try {
      process.kill(one, signal);
    } catch {
      // It has ended.
    }
}

/** `alidade serve` on a state directory. */
export function serve(
  system: string,
  state: string,
  { args = [], ...options }: ServerOptions & { readonly args?: readonly string[] } = {},
): Promise<Server> {
  const words = ["serve", system, "--port", "0", "--json", "--dir", state, ...args];
  return startServer(process.execPath, [launcher, ...words], options);
}

/** Lets a server finish, and ends it where it does not within ten seconds. */
export async function stop(server: Server): Promise<number | null> {
  const impatience = setTimeout(() => server.kill("SIGKILL"), 10_000);
  server.kill("SIGTERM");
  return await server.ended.finally(() => clearTimeout(impatience));
}
