import { type Clock, isAlidadeError, known, messageOf } from "../../../kernel/index.ts";
import type { Job, JobDraft, Jobs } from "../../../store/index.ts";
import { type AlertPlan, alertTimes, type ChannelRef } from "../../../system/index.ts";
import type { Alert } from "../alert.ts";
import type { AlertBook } from "../book/book.ts";
import { silencesFor, silencing } from "../book/silence.ts";
import type { Channel } from "./channel.ts";
import { dueChannels } from "./due-tellings.ts";
import { tellingOf } from "./telling-of.ts";

/** The kind of the jobs that tell somebody. */
export const TELL = "alert.tell";

/** What a job is to tell whom. */
export interface TellInput {
  readonly alert: string;
  readonly news: number;
  readonly channel: string;
}

/** So often a channel is tried: with waits that double up to ten minutes, for more than an hour. */
const TRIES = 15;

/**
 * Adds a job for everybody who is still to be told of something. Adds none twice, so it can be called as often as one likes:
 * after every look, and after a crash.
 */
export async function queueTellings(
  { book, jobs, clock }: { readonly book: AlertBook; readonly jobs: Jobs; readonly clock: Clock },
  system: string,
  plan: AlertPlan,
): Promise<number> {
  const now = clock.now();
  const silences = await book.silences(system);
  let added = 0;
  for (const alert of await book.alerts({ system, limit: NEWEST }))
    for (const channel of dueChannels(alert, plan, { silences, now }))
      if (await jobs.add(jobOf(alert, channel, silencesFor(alert, silences)))) added++;
  return added;
}

/** Older alerts than the newest so many have nothing left to tell. */
const NEWEST = 200;

/** What a silence kept from being told is told when it is over: then it is another job. */
function jobOf({ id, news }: Alert, channel: string, silences: number): JobDraft {
  const input: TellInput = { alert: id, news, channel };
  return { key: `${TELL}/${id}/${news}/${channel}/${silences}`, kind: TELL, input, tries: TRIES };
}

export interface TellerOptions {
  readonly book: AlertBook;
  readonly clock: Clock;
  readonly open: {
    /** What a system declares; undefined for one that is not looked after any more. */
    plan(system: string): AlertPlan | undefined;
    channel(ref: ChannelRef): Channel;
  };
  /** Says beside the channels that one of them could not be reached. */
  readonly say?: (line: string) => void;
}

/** What became of a telling. */
export type Telt = "told" | "refused" | "overtaken" | "silenced" | "channel-gone";

/**
 * The worker of these jobs: tells one channel one thing. What fails is noted on the alert, and thrown on where trying again may
 * help; other channels have jobs of their own. To do it twice tells it twice, and does no other harm.
 *
 * @example await runScheduler({ jobs, workers: { [TELL]: alertTeller(options) }, … });
 */
export function alertTeller(
  options: TellerOptions,
): (work: { readonly job: Pick<Job, "input">; readonly signal: AbortSignal }) => Promise<Telt> {
  return async ({ job, signal }) => {
    const { alert: id, news, channel } = job.input as TellInput;
    const { book, clock, open } = options;
    const alert = await book.find(id);
    const plan = open.plan(alert.system);
    if (plan === undefined || !Object.hasOwn(plan.channels, channel)) return "channel-gone";
    if (alert.news !== news) return "overtaken";
    if (silencing(alert, await book.silences(alert.system), clock.now()) !== undefined) return "silenced";
    return await tellOne(options, { alert, channel, plan, signal });
  };
}

interface One {
  readonly alert: Alert;
  readonly channel: string;
  readonly plan: AlertPlan;
  readonly signal: AbortSignal;
}

async function tellOne(
  { book, clock, open, say }: TellerOptions,
  { alert, channel, plan, signal }: One,
): Promise<Telt> {
  const { id, level, news } = alert;
  const telling = tellingOf(alert, { at: clock.now(), quietMs: alertTimes(plan).quietMs });
  try {
    await open.channel(known(plan.channels[channel], `channel ${channel}`)).tell(telling, signal);
  } catch (thrown) {
    const failed = messageOf(thrown);
    await book.noteTold(id, { channel, level, news, at: clock.now(), failed });
    say?.(`${channel} could not be told of ${id}: ${failed}`);
    if (isAlidadeError(thrown) && !thrown.retryable) return "refused";
    throw thrown;
  }
  await book.noteTold(id, { channel, level, news, at: clock.now() });
  return "told";
}
