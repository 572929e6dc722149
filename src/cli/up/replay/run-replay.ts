import { resolve } from "node:path";
import type { RawTable } from "../../../data/index.ts";
import { type Instant, isAlidadeError, wallClock } from "../../../kernel/index.ts";
import type { Journal } from "../../../store/index.ts";
import { declaredMonitors } from "../../../watch/index.ts";
import type { CommandResult, Invocation } from "../../calling/command.ts";
import { usage } from "../../calling/errors.ts";
import { entriesOf, newestDecisions } from "../../decisions/read-journal.ts";
import type { LoadedSystem } from "../../load-system.ts";
import { historyReaderFor } from "../../loading/system-source.ts";
import { sleepFor } from "../../loop/run-loops.ts";
import { startUp, type Up } from "../run-up.ts";
import { sharedClock, sharedTime } from "../thread/shared-clock.ts";
import { durationIn } from "../up-durations.ts";
import type { UpPlan } from "../up-plan.ts";
import { type PastEvent, pastEvents } from "./past.ts";
import { replayAbsent, replayLater } from "./replay-errors.ts";
import { type Sent, sendPast } from "./send-past.ts";

const DAY = 86_400_000;
/** A clock that runs fast is looked at often: it waits for whoever looks. */
const EVERY = 50;
/** Periods that may have been served and not yet been looked at. */
const AHEAD = 2;

/**
 * Serves rows of the past on a clock of their own, and watches. No loop begins: what a model of today learned from is not what
 * was known then. Throws `cli.usage`, `cli.input.replay-absent`, `cli.input.replay-unfit`, `cli.input.replay-later`, and what reading the rows throws.
 */
export async function runReplay(
  loaded: readonly LoadedSystem[],
  plan: UpPlan,
  invocation: Invocation,
): Promise<CommandResult> {
  const speed = speedOf(plan.words.speed);
  const [one, ...more] = loaded;
  if (one === undefined || more.length > 0)
    throw refused(`\`--replay\` is of one system. Got ${loaded.length}: name the one whose past it is.`);
  const { clock, signal, progress, io } = invocation;
  const step = progress.step(`Reading ${plan.words.replay}`);
  const start = Math.ceil(clock.now() / DAY) * DAY;
  const rows = await rowsOf(one, plan.words.replay, invocation);
  const events = pastEvents(one.system, rows, { start, perDay: plan.words.perDay ?? PER_DAY });
  const first = events[0]?.at ?? start;
  await checkJournal((await invocation.openState(true)).journal, { system: one.system.name, first, signal });
  step.done();
  const time = sharedTime(first);
  const words = { ...plan.words, workers: 1 };
  const quick = { ...plan, words, everyMs: Math.min(plan.everyMs, EVERY), retrains: false };
  const up = await startUp(loaded, { plan: quick, invocation: { ...invocation, clock: sharedClock(time) }, time });
  try {
    up.board.event("server", wordStart(events));
    const sent = await sendPast(events, {
      ...{ time, speed, signal, clock: wallClock },
      readTo: () => up.board.look().watcher.lookedAt,
      ahead: AHEAD * (plan.periodMs ?? declaredMonitors(one.system).periodMs),
      system: one.system.name,
      url: up.url,
    });
    up.board.event("server", wordSent(sent, signal));
    await untilSeen(up, signal);
    io.err(`${wordSent(sent, signal)}\n`);
    return sent.refused === 0 ? {} : { exit: 1 };
  } finally {
    await up.close();
  }
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

/** Throws `cli.input.replay-absent` where there is no such file. */
async function rowsOf(one: LoadedSystem, file: string | undefined, invocation: Invocation): Promise<RawTable> {
  const read = await historyReaderFor(one, file, invocation);
  try {
    return await read(one.system.source);
  } catch (thrown) {
    if (!isAlidadeError(thrown, "data.source-not-found")) throw thrown;
    throw replayAbsent({ path: resolve(invocation.cwd, file ?? "") }, thrown);
  }
}

interface Checked {
  readonly system: string;
  readonly first: Instant;
  readonly signal: AbortSignal;
}

/** Whatever reads a journal takes it for the order of things. */
async function checkJournal(journal: Journal, { system, first, signal }: Checked): Promise<void> {
  const [last] = await newestDecisions(entriesOf(journal, signal), { limit: 1, system });
  if (last !== undefined && last.at > first) throw replayLater({ system, first, known: last.at });
}

function wordStart(events: readonly PastEvent[]): string {
  const [first, last] = [events[0], events.at(-1)].map((event) => new Date(event?.at ?? 0).toISOString().slice(0, 10));
  const rows = events.filter(({ kind }) => kind === "asked").length;
  return `replays ${rows.toLocaleString("en-US")} rows, ${first} to ${last}`;
}

function wordSent({ asked, reported, refused: no, why }: Sent, { aborted }: AbortSignal): string {
  const words = [asked, reported, no].map((n) => n.toLocaleString("en-US"));
  const trouble = no === 0 ? "" : `; ${words[2]} were refused, the first because ${why}`;
  return `${aborted ? "Stopped in the middle of the past" : "The past is at its end"}: ${words[0]} decisions, ${words[1]} outcomes${trouble}`;
}

/** Time to look at what came last, in milliseconds at most. */
const LAST_LOOK = 10_000;

async function untilSeen({ board }: Up, signal: AbortSignal): Promise<void> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(LAST_LOOK)]);
  const end = board.look().at;
  while (!ends.aborted && (board.look().watcher.lookedAt ?? 0) < end) await sleepFor(100, ends);
}
