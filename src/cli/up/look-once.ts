import { relative } from "node:path";
import { wallClock } from "../../kernel/index.ts";
import { runScheduler, type Worker } from "../../watch/index.ts";
import type { CommandResult, Invocation } from "../calling/command.ts";
import { EXIT } from "../calling/exit-codes.ts";
import type { LoadedSystem } from "../load-system.ts";
import { sleepFor } from "../loop/run-loops.ts";
import { proposedText } from "../output/proposed-commands.ts";
import type { Look, UpEvent } from "./look.ts";
import { plainEvent, plainSummary, plainTrouble } from "./screen/plain-lines.ts";
import { lookLine } from "./screen/status-screen.ts";
import type { UpPlan } from "./up-plan.ts";
import { tellers, watchedOf } from "./watch/watch-systems.ts";
import { runWatcher, type WatcherSays } from "./watch/watcher.ts";

const LEASE = 30_000;
/** So long channels are waited for, in milliseconds; what could not be told then is told by the next look. */
const TELLING = 15_000;

/**
 * Reads the journal to its end, tells of what is wrong, and says how systems stand. Begins no loop. Ends with 1 where a system
 * could not be looked at; what is found wrong is no failure.
 */
export async function lookOnce(
  loaded: readonly LoadedSystem[],
  { periodMs, everyMs }: UpPlan,
  invocation: Invocation,
): Promise<CommandResult> {
  const { backends, clock, cwd, directory, env, fresh, signal, io } = invocation;
  const state = await invocation.openState(false);
  const around = { state, backends, clock, cwd, env, fresh, periodMs, retrains: false, isReplayed: false };
  const watched = await watchedOf(loaded, around, LEASE);
  const events: UpEvent[] = [];
  const once = new AbortController();
  const ends = AbortSignal.any([signal, once.signal]);
  let says: WatcherSays | undefined;
  await runWatcher({
    ...{ systems: watched, clock, everyMs, sleep: sleepFor, signal: ends },
    meanwhile: "what it has kept so far is shown here",
    say: (said) => {
      says = said;
      once.abort();
    },
  });
  signal.throwIfAborted();
  await tellNow(loaded, { ...around, event: (event) => events.push(event) }, signal);
  const look = lookFrom(says, events, clock.now());
  // Whoever asked this of a clock hears of it where nobody has looked.
  const exit = look.watcher.status === "behind" ? EXIT.refused : EXIT.done;
  await io.out(io.json ? lookLine(look) : wordLook(look, relative(cwd, directory)));
  return { exit };
}

/** What was found, a line each; commands that are proposed are for the same state. */
function wordLook(look: Look, directory: string): string {
  // What is said of the watcher is said once, with the summary.
  const events = look.events.filter(({ kind, says }) => kind !== "watcher" || !look.watcher.says.includes(says));
  const lines = [...events.map(plainEvent), ...plainSummary(look), ...plainTrouble(look)];
  return lines.map((line) => `${proposedText(line, directory)}\n`).join("");
}

function lookFrom(says: WatcherSays | undefined, events: readonly UpEvent[], at: number): Look {
  const { systems = [], status = "behind", says: why = "", lookedAt = null } = says ?? {};
  return {
    ...{ at, clock: "real", url: null, systems },
    watcher: { status, says: why, lookedAt, restarts: 0 },
    events: [...(says?.events ?? []), ...events],
  };
}

/** Tells whoever is still to be told of something. */
async function tellNow(
  loaded: readonly LoadedSystem[],
  around: Parameters<typeof tellers>[1],
  signal: AbortSignal,
): Promise<void> {
  const { recordJobs } = await around.backends();
  const jobs = recordJobs({ records: around.state.records, clock: wallClock });
  let active = 0;
  const counted = ([kind, worker]: readonly [string, Worker]): readonly [string, Worker] => [
    kind,
    async (work) => {
      active++;
      return await worker(work).finally(() => active--);
    },
  ];
  const workers = Object.fromEntries(Object.entries(await tellers(loaded, around)).map(counted));
  const over = new AbortController();
  const sleep = async (ms: number, until: AbortSignal): Promise<void> => {
    const next = await jobs.nextDue(Object.keys(workers));
    // What is not due now has been tried, and waits.
    if (active === 0 && (next === undefined || next > wallClock.now())) over.abort();
    else await sleepFor(ms, until);
  };
  const ends = AbortSignal.any([signal, over.signal, AbortSignal.timeout(TELLING)]);
  await runScheduler({ jobs, workers, clock: wallClock, sleep, signal: ends, concurrency: 1 });
}
