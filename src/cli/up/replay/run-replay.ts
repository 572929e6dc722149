import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { RawTable } from "../../../data/index.ts";
import { historyReaderFor } from "../../../embed/index.ts";
import { isAlidadeError, wallClock } from "../../../kernel/index.ts";
import { declaredMonitors } from "../../../watch/index.ts";
import type { CommandResult, Invocation } from "../../calling/command.ts";
import { usage } from "../../calling/errors.ts";
import { openTokens } from "../../http/http-options.ts";
import type { LoadedSystem } from "../../load-system.ts";
import { sleepFor } from "../../loop/run-loops.ts";
import { startUp, type Up } from "../run-up.ts";
import { sharedClock, sharedTime } from "../thread/shared-clock.ts";
import { durationIn } from "../up-durations.ts";
import type { UpPlan, UpWords } from "../up-plan.ts";
import { checkEmptyFrom } from "./empty-from.ts";
import { wordLeftOut } from "./left-out.ts";
import { type Past, pastOf } from "./past.ts";
import { replayAbsent, replayFolder, replayShut } from "./replay-errors.ts";
import { checkReplayFlags } from "./replay-flags.ts";
import { type Sent, sendPast } from "./send-past.ts";

const DAY = 86_400_000;
/** A clock that runs fast is looked at often: it waits for whoever looks. */
const EVERY = 50;
/** Periods that may have been served and not yet been looked at. */
const AHEAD = 2;

/**
 * Serves rows of the past on a clock of their own, and watches. No loop begins: what a model of today learned from is not what
 * was known then. Throws `cli.usage`, `cli.input.replay-absent`, `cli.input.replay-folder`, `cli.input.replay-unfit`,
 * `cli.input.replay-later`, `cli.input.replay-shut`, `cli.input.replay-unanswered`, and what reading the rows throws.
 */
export async function runReplay(
  loaded: readonly LoadedSystem[],
  plan: UpPlan,
  invocation: Invocation,
): Promise<CommandResult> {
  const { words } = plan;
  checkReplayFlags(words);
  const speed = speedOf(words.speed);
  const [one, ...more] = loaded;
  if (one === undefined || more.length > 0)
    throw refused(`\`--replay\` is of one system. Got ${loaded.length}: name the one whose past it is.`);
  const { signal, io } = invocation;
  const past = await readPast(one, words, invocation);
  const time = sharedTime(past.events[0]?.at ?? 0);
  const quick = { ...plan, everyMs: Math.min(plan.everyMs, EVERY), retrains: false };
  const up = await startUp(loaded, { plan: quick, invocation: { ...invocation, clock: sharedClock(time) }, time });
  try {
    up.board.event("server", wordStart(past));
    const sent = await sendPast(past.events, {
      ...{ time, speed, signal, clock: wallClock },
      readTo: () => up.board.look().watcher.lookedAt,
      ahead: AHEAD * (plan.periodMs ?? declaredMonitors(one.system).periodMs),
      system: one.system.name,
      url: up.url,
    });
    const ending = wordSent(sent, past, signal);
    up.board.event("server", ending);
    await untilSeen(up, signal);
    io.err(`${ending}\n`);
    return sent.refused === 0 ? {} : { exit: 1 };
  } finally {
    await up.close();
  }
}

/** Reads the rows, and looks whether the state will have them. */
async function readPast(one: LoadedSystem, words: UpWords, invocation: Invocation): Promise<Past> {
  const { clock, signal, progress } = invocation;
  const step = progress.step(`Reading ${words.replay}`);
  const start = Math.ceil(clock.now() / DAY) * DAY;
  const rows = await rowsOf(one, words.replay, invocation);
  const past = pastOf(one.system, rows, { start, perDay: words.perDay ?? PER_DAY });
  // Whoever opens it first says how surely it is written. What is replayed can be replayed again: no answer waits for the disk.
  const { durability = "os", whenFull } = words;
  const state = await invocation.openState(true, { durability, whenFull });
  const tokens = await (await openTokens(invocation, true)).list();
  if (tokens.length > 0) throw replayShut({ why: "In this state tokens were made, and whoever asks shows one." });
  await checkEmptyFrom(state, { system: one.system.name, first: past.events[0]?.at ?? start, signal });
  step.done();
  return past;
}

function refused(problem: string): Error {
  return usage({ problem, help: "alidade up --help" });
}

/** Rows a day, and time of the past in a second, unless said otherwise. */
const [PER_DAY, SPEED] = [500, "1d/s"];

/** Milliseconds of the past in a second. */
function speedOf(text: string = SPEED): number {
  const speed = durationIn(/^(.+)\/s$/.exec(text)?.[1] ?? "");
  if (speed === undefined)
    throw refused(
      `\`--speed\` is the time of the past that goes by in a second: a number, ms, s, m, h, d or w, and "/s", such as ${SPEED}, the default. Got "${text}".`,
    );
  return speed;
}

/** Throws `cli.input.replay-absent` where there is no such file, `cli.input.replay-folder` for a folder. */
async function rowsOf(one: LoadedSystem, file: string | undefined, invocation: Invocation): Promise<RawTable> {
  const read = await historyReaderFor(one, file, invocation);
  try {
    return await read(one.system.source);
  } catch (thrown) {
    if (!isAlidadeError(thrown, "data.source-not-found")) throw thrown;
    const path = resolve(invocation.cwd, file ?? "");
    const found = await stat(path).catch(() => undefined);
    throw (found?.isDirectory() === true ? replayFolder : replayAbsent)({ path }, thrown);
  }
}

function wordStart({ events, leftOut }: Past): string {
  const [first, last] = [events[0], events.at(-1)].map((event) => new Date(event?.at ?? 0).toISOString().slice(0, 10));
  const rows = events.filter(({ kind }) => kind === "asked").length;
  return `replays ${rows.toLocaleString("en-US")} rows, ${first} to ${last}${after("; ", wordLeftOut(leftOut))}`;
}

function wordSent({ asked, reported, refused: no, why }: Sent, { leftOut }: Past, { aborted }: AbortSignal): string {
  const words = [asked, reported, no].map((n) => n.toLocaleString("en-US"));
  const trouble = no === 0 ? "" : `; ${words[2]} were refused, the first because ${why}`;
  const how = aborted ? "Stopped in the middle of the past" : "The past is at its end";
  return `${how}: ${words[0]} decisions, ${words[1]} outcomes${trouble}${after("; ", wordLeftOut(leftOut))}`;
}

function after(mark: string, words: string): string {
  return words === "" ? "" : `${mark}${words}`;
}

/** Time to look at what came last, in milliseconds at most. */
const LAST_LOOK = 10_000;

async function untilSeen({ board }: Up, signal: AbortSignal): Promise<void> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LAST_LOOK)]);
  const end = board.look().at;
  while (!ends.aborted && (board.look().watcher.lookedAt ?? 0) < end) await sleepFor(100, ends);
}
