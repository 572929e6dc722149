import type { Clock, Instant } from "../../../kernel/index.ts";
import { sleepFor } from "../../loop/run-loops.ts";
import { moveTo, type SharedTime } from "../thread/shared-clock.ts";
import type { PastEvent } from "./past.ts";

export interface SendPastOptions {
  readonly system: string;
  /** Of the server. */
  readonly url: string;
  /** Moved to each moment before what happened then is sent. */
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

/** Sent at a time: what is known of a row is never sent together with the question about it. */
const TOGETHER = 8;

/**
 * Sends what happened to a server, in its order, no faster than was asked for. A server that is slower sets the pace, and so does
 * whoever watches: what is written is never further ahead of what was read than is allowed.
 */
export async function sendPast(events: readonly PastEvent[], options: SendPastOptions): Promise<Sent> {
  const { time, signal } = options;
  const ids = new Map<number, string>();
  const sent = { asked: 0, reported: 0, refused: 0, why: null as string | null };
  const isDue = paceOf(events[0]?.at ?? 0, options);
  for (const batch of batchesOf(events)) {
    const at = batch.at(-1)?.at ?? 0;
    await isDue(at);
    if (signal.aborted) break;
    moveTo(time, at);
    const answers = await Promise.all(batch.map((event) => sendOne(event, ids, options)));
    for (const [i, why] of answers.entries()) {
      if (why === undefined) sent[batch[i]?.kind ?? "asked"]++;
      else if (why !== null) {
        sent.refused++;
        sent.why ??= why;
      }
    }
  }
  return sent;
}

const HOUR = 3_600_000;

/** Parts of the events, in order: none holds a row twice, and none spans the end of an hour, for then periods end. */
function* batchesOf(events: readonly PastEvent[]): Generator<readonly PastEvent[]> {
  let batch: PastEvent[] = [];
  const hourOf = ({ at }: PastEvent): number => Math.floor(at / HOUR);
  for (const event of events) {
    const isOther = batch.some((one) => one.row === event.row || hourOf(one) !== hourOf(event));
    if (batch.length === TOGETHER || isOther) {
      yield batch;
      batch = [];
    }
    batch.push(event);
  }
  if (batch.length > 0) yield batch;
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

/** Undefined where it was taken, null where there is nothing to send, else why it was refused. */
async function sendOne(
  event: PastEvent,
  ids: Map<number, string>,
  { system, url }: SendPastOptions,
): Promise<string | null | undefined> {
  if (event.kind === "asked") {
    const { entity, given, row } = event;
    const { said, why } = await post(`${url}/v1/decide`, { system, entity, given });
    if (said?.id !== undefined) ids.set(row, said.id);
    return why;
  }
  const decision = ids.get(event.row);
  // What was refused has no outcome.
  if (decision === undefined) return null;
  const { outcome, value, at } = event;
  const key = `${decision}/${outcome}`;
  return (await post(`${url}/v1/outcomes`, { decision, outcome, value, at: new Date(at).toISOString(), key })).why;
}

interface Answered {
  readonly said?: { readonly id?: string };
  readonly why?: string;
}

async function post(url: string, body: object): Promise<Answered> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  const said = (await answer.json()) as { readonly id?: string; readonly detail?: string; readonly title?: string };
  return answer.ok ? { said } : { why: said.detail ?? said.title ?? `it answered ${answer.status}` };
}
