import { type Clock, type Instant, messageOf } from "../../../kernel/index.ts";
import type { SystemLook, UpEvent, WatcherLook } from "../look.ts";
import type { Hold } from "./hold.ts";
import { isRaced, type LookedAt, type SystemWatch } from "./open-watch.ts";
import { wordHolder } from "./word-holder.ts";

/** A system that a watcher looks at, one look after the other. */
export interface Watched {
  readonly watch: SystemWatch;
  readonly hold: Hold;
  /** What has happened since the last look. */
  readonly news: (looked: LookedAt | undefined) => Promise<readonly UpEvent[]>;
  /** All that is shown of it. */
  readonly show: () => Promise<SystemLook>;
  /** Adds a job for everybody who is still to be told of something. */
  readonly tell: () => Promise<void>;
}

/** What a watcher says after each round. */
export interface WatcherSays extends Pick<WatcherLook, "status" | "says" | "lookedAt"> {
  readonly systems: readonly SystemLook[];
  readonly events: readonly UpEvent[];
}

export interface WatcherOptions {
  readonly systems: readonly Watched[];
  readonly clock: Clock;
  /** Milliseconds from the end of a round to the next. */
  readonly everyMs: number;
  /** The same after a round in which a period was over: there may be more of them. Default: no other. */
  readonly soonMs?: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** What is done here while another process watches, in words. */
  readonly meanwhile: string;
  readonly signal: AbortSignal;
  readonly say: (says: WatcherSays) => void;
  /** Called at the beginning of each round. */
  readonly beat?: () => void;
}

/** Watches until the signal aborts. What fails is said and tried again at the next round; a failed write loses nothing. */
export async function runWatcher(options: WatcherOptions): Promise<void> {
  const { systems, everyMs, soonMs = everyMs, sleep, signal, say, beat, clock } = options;
  const turns = turnsOf(clock);
  let lookedAt: Instant | null = null;
  while (!signal.aborted) {
    beat?.();
    const rounds: Round[] = [];
    for (const one of systems) if (!signal.aborted) rounds.push(await lookOnce(one, options));
    if (signal.aborted) break;
    if (rounds.some(({ status }) => status === "watching")) lookedAt = clock.now();
    const { systems: looks, events } = await shown(systems, rounds);
    say({ ...stateOf(rounds), lookedAt, systems: looks, events: [...turns(rounds), ...events] });
    const isBusy = rounds.some(({ looked }) => (looked?.periods ?? 0) > 0);
    await sleep(isBusy ? soonMs : everyMs, signal);
  }
  await Promise.all(systems.map(leave));
}

/** Keeps what is known before another process goes on with it. What cannot be kept is found anew by whoever does. */
async function leave({ watch, hold }: Watched): Promise<void> {
  await watch.keep().catch(() => undefined);
  await hold.release();
}

interface Round {
  readonly name: string;
  readonly status: WatcherLook["status"];
  readonly says: string;
  readonly looked: LookedAt | undefined;
}

async function lookOnce({ watch, hold, tell }: Watched, { signal, meanwhile }: WatcherOptions): Promise<Round> {
  const { name } = watch.system;
  const round = (status: Round["status"], says: string, looked?: LookedAt): Round => ({ name, status, says, looked });
  try {
    if (!(await hold.take()))
      return round("elsewhere", `${wordHolder({ system: name, holder: await hold.holder() })}; ${meanwhile}`);
    const looked = await watch.look(signal);
    await tell();
    return round("watching", "", looked);
  } catch (thrown) {
    if (isRaced(thrown)) return round("elsewhere", `another process watches ${name}; ${meanwhile}`);
    return round("behind", `${name} could not be looked at: ${messageOf(thrown)}`);
  }
}

/** Tells when it goes otherwise than in the round before, at once; that all is well from the beginning is no news. */
function turnsOf(clock: Clock): (rounds: readonly Round[]) => readonly UpEvent[] {
  const before = new Map<string, Round["status"]>();
  return (rounds) =>
    rounds.flatMap(({ name, status, says }) => {
      const last = before.get(name) ?? "watching";
      before.set(name, status);
      if (status === last) return [];
      return [
        { at: clock.now(), system: null, kind: "watcher", says: says === "" ? `${name} is watched here now` : says },
      ];
    });
}

const WORST = ["behind", "elsewhere", "watching"] as const;

/** How it goes for the system that is worst off. */
function stateOf(rounds: readonly Round[]): Pick<WatcherLook, "status" | "says"> {
  const status = WORST.find((one) => rounds.some((round) => round.status === one)) ?? "watching";
  const says = rounds.flatMap((round) => (round.says === "" ? [] : [round.says]));
  return { status, says: says.slice(0, MOST_SAID).join("; ") };
}

const MOST_SAID = 2;

async function shown(
  systems: readonly Watched[],
  rounds: readonly Round[],
): Promise<Pick<WatcherSays, "systems" | "events">> {
  const looks: SystemLook[] = [];
  const events: UpEvent[] = [];
  for (const [i, one] of systems.entries()) {
    looks.push(await one.show());
    events.push(...(await one.news(rounds[i]?.looked)));
  }
  return { systems: looks, events };
}
