import type { Clock, Instant } from "../../../kernel/index.ts";
import { sleepFor } from "../../loop/run-loops.ts";
import { moveTo, type SharedTime } from "../thread/shared-clock.ts";
import { type Asking, openAsking } from "./ask-server.ts";
import type { PastEvent } from "./past.ts";

export interface SendPastOptions {
  readonly system: string;
  /** Of the server. */
  readonly url: string;
  /** Moved to each moment before what happened then is sent, and not on before all of that is answered. */
  readonly time: SharedTime;
  /** Milliseconds of the past in a second, at most. */
  readonly speed: number;
  /** Until when whoever watches has read; null before the first time. */
  readonly readTo: () => Instant | null;
  /** Milliseconds of the past that may be sent and not yet be read. */
  readonly ahead: number;
  /** Real time. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What became of it. */
export interface Sent {
  readonly asked: number;
  readonly reported: number;
  /** Questions and reports that the server refused, and why it refused the first. */
  readonly refused: number;
  readonly why: string | null;
}

/** Sent at a time, at most. */
const TOGETHER = 8;

/**
 * Sends what happened to a server, in its order and each at its own moment, no faster than was asked for. A server that is slower
 * sets the pace, and so does whoever watches: what is written is never further ahead of what was read than is allowed. Throws
 * `cli.input.replay-shut`, `cli.input.replay-unanswered`.
 */
export async function sendPast(events: readonly PastEvent[], options: SendPastOptions): Promise<Sent> {
  const asking = openAsking(options.url);
  try {
    return await sendMoments(events, asking, options);
  } finally {
    asking.close();
  }
}

async function sendMoments(events: readonly PastEvent[], asking: Asking, options: SendPastOptions): Promise<Sent> {
  const { time, signal, system } = options;
  const sent = { asked: 0, reported: 0, refused: 0, why: null as string | null };
  const send = senderOf(asking, system);
  const isDue = paceOf(events[0]?.at ?? 0, options);
  for (const moment of momentsOf(events)) {
    const at = moment[0]?.at ?? 0;
    await isDue(at);
    if (signal.aborted) break;
    moveTo(time, at);
    const answers = await Promise.all(moment.map(send));
    for (const [i, why] of answers.entries()) {
      if (why === undefined) sent[moment[i]?.kind ?? "asked"]++;
      else if (why !== null) {
        sent.refused++;
        sent.why ??= why;
      }
    }
  }
  return sent;
}

/**
 * Parts of the events, in order. Whoever answers notes the time of the clock, which stands still meanwhile: so all of a part is of
 * one millisecond. What is known of a row is never sent together with the question about it.
 */
function* momentsOf(events: readonly PastEvent[]): Generator<readonly PastEvent[]> {
  let moment: PastEvent[] = [];
  const isOther = (event: PastEvent): boolean =>
    moment.some((one) => one.row === event.row || Math.floor(one.at) !== Math.floor(event.at));
  for (const event of events) {
    if (moment.length === TOGETHER || isOther(event)) {
      yield moment;
      moment = [];
    }
    moment.push(event);
  }
  if (moment.length > 0) yield moment;
}

/** Milliseconds from one glance at whoever watches to the next. */
const GLANCE = 10;

/** Resolves when a moment of the past is due: time that passes while something else is waited for is not caught up. */
function paceOf(
  first: Instant,
  { speed, clock, signal, readTo, ahead, time }: SendPastOptions,
): (at: Instant) => Promise<void> {
  let [due, last] = [clock.now(), first];
  return async (at) => {
    due += ((at - last) / speed) * 1_000;
    last = at;
    if (due - clock.now() > 1) await sleepFor(due - clock.now(), signal);
    while (!signal.aborted && at > (readTo() ?? first) + ahead) {
      // Where nothing happened for long, the clock goes on by itself.
      moveTo(time, Math.min(at, (readTo() ?? first) + ahead));
      await sleepFor(GLANCE, signal);
      due = clock.now();
    }
  };
}

/** Sends one: undefined where it was taken, null where there is nothing to send, else why it was refused. */
function senderOf({ ask }: Asking, system: string): (event: PastEvent) => Promise<string | null | undefined> {
  const ids = new Map<number, string>();
  return async (event) => {
    if (event.kind === "asked") {
      const { entity, given, row } = event;
      const { said, why } = await ask("/v1/decide", { system, entity, given });
      if (said?.id !== undefined) ids.set(row, said.id);
      return why;
    }
    const decision = ids.get(event.row);
    // What was refused has no outcome.
    if (decision === undefined) return null;
    const { outcome, value, at } = event;
    const report = { decision, outcome, value, at: new Date(at).toISOString(), key: `${decision}/${outcome}` };
    return (await ask("/v1/outcomes", report)).why;
  };
}
