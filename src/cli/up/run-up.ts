import { declaredMonitors } from "../../watch/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import { serveLoaded } from "../serving/serve-loaded.ts";
import type { Served } from "../serving/serve-words.ts";
import { type Board, openBoard } from "./board.ts";
import { keepSampling, type Sampling } from "./health/keep-sampling.ts";
import { startingLook } from "./looks/starting-look.ts";
import { statusScreen } from "./screen/status-screen.ts";
import { terminalWindow } from "./screen/terminal-window.ts";
import type { SharedTime } from "./thread/shared-clock.ts";
import { watchApart } from "./thread/watch-apart.ts";
import type { UpPlan } from "./up-plan.ts";

/** Serves and watches until Ctrl-C. */
export async function runUp(
  loaded: readonly LoadedSystem[],
  plan: UpPlan,
  invocation: Invocation,
): Promise<CommandResult> {
  const { signal } = invocation;
  const up = await startUp(loaded, { plan, invocation, time: null });
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await up.close();
  return {};
}

export interface UpAround {
  readonly plan: UpPlan;
  readonly invocation: Invocation;
  /** The time of replayed history; null: real time. */
  readonly time: SharedTime | null;
}

/** A server, and beside it a thread that watches. */
export interface Up {
  /** Without a slash at the end. */
  readonly url: string;
  readonly board: Board;
  /** Stops watching first: what it had begun is put back. Then what is under way is answered. */
  close(): Promise<void>;
}

/** How often a screen is drawn anew, in milliseconds: its times go on though nothing was looked at. */
const REDRAW = 1_000;

/** Starts to serve, to watch and to show. */
export async function startUp(loaded: readonly LoadedSystem[], { plan, invocation, time }: UpAround): Promise<Up> {
  const { io, env, cwd, clock, directory, backends } = invocation;
  const systems = loaded.map(({ system }) => startingLook(system, plan.retrains && time === null));
  const board = openBoard({ clock, isReplayed: time !== null, systems });
  const says = (text: string): void => board.event("server", wordLog(text));
  // Nothing but the screen may write to a terminal.
  const quiet: Invocation = { ...invocation, io: { ...io, err: says } };
  const served = await serveLoaded(loaded, quiet, plan.words);
  // Before there is a screen: it cannot be told twice.
  io.err(served.tokens);
  board.serves(served.server.url);
  const sampling = time === null ? startSampling(served, { loaded, plan, invocation }) : null;
  const { everyMs, periodMs, retrains } = plan;
  const files = loaded.map(({ file }) => file);
  const watcher = watchApart({
    data: { files, cwd, directory, everyMs, periodMs, retrains, time, health: sampling?.memories ?? null },
    env: (await backends()).threadEnvironment(),
    now: clock.now,
    looked: board.looked,
    event: board.note,
    changed: board.changed,
  });
  const screen = statusScreen({ io, env, window: terminalWindow(), now: () => Date.now() });
  const isRedrawn = io.isTerminal && !io.json;
  const showing = keepShowing(board, (look) => screen.show(look), isRedrawn ? REDRAW : undefined);
  return {
    ...{ url: served.server.url, board },
    async close() {
      await watcher.close();
      sampling?.stop();
      await showing.stop();
      await screen.close();
      await served.close();
      io.err("Stopped.\n");
    },
  };
}

interface Sampled {
  readonly loaded: readonly LoadedSystem[];
  readonly plan: UpPlan;
  readonly invocation: Invocation;
}

/** Notes how the server does for each system, where the thread that watches finds it, however often that is begun anew. */
function startSampling({ server }: Served, { loaded, plan, invocation: { clock, stopwatch } }: Sampled): Sampling {
  const systems = loaded.map(({ system }) => ({
    name: system.name,
    periodMs: plan.periodMs ?? declaredMonitors(system).periodMs,
  }));
  return keepSampling({ systems, server, clock, stopwatch });
}

/** A line of the server's log, without the time and the level, which stand beside it. */
function wordLog(text: string): string {
  return text.trim().replace(/^\d{4}-\S+ (warning|error) /, "");
}

/** Shows every look that is new, and where it is redrawn that often; one at a time. */
function keepShowing(
  board: Board,
  show: (look: ReturnType<Board["look"]>) => Promise<void>,
  redrawMs: number | undefined,
): { stop(): Promise<void> } {
  let showing = Promise.resolve();
  let isWaiting = false;
  const draw = (): void => {
    // A terminal that is slow sees fewer frames.
    if (isWaiting) return;
    isWaiting = true;
    showing = showing.then(() => {
      isWaiting = false;
      return show(board.look());
    });
  };
  board.onChange(draw);
  const timer = redrawMs === undefined ? undefined : setInterval(draw, redrawMs);
  draw();
  return {
    async stop() {
      clearInterval(timer);
      board.onChange(() => undefined);
      await showing;
    },
  };
}
