import { hostname } from "node:os";
import { wordTime } from "../../watch/index.ts";
import type { LoopCall } from "./loop-call.ts";
import { handOn, type LoopHand } from "./loop-hand.ts";

/** A look that is due so much longer ago than this is one that nobody takes, in milliseconds. */
const GRACE = 60_000;

/** Whether an `alidade up` with this state looks after the system's loop: it always has its next look before it. */
export async function isLookedAfter({
  system,
  state,
  clock,
  backends,
}: Pick<LoopCall, "clock" | "backends"> & {
  readonly system: Pick<LoopCall["system"], "name">;
  readonly state: Pick<LoopCall["state"], "records">;
}): Promise<boolean> {
  const jobs = (await backends()).recordJobs({ records: state.records, clock });
  const kind = "loop.look";
  const [waiting, running] = [
    await jobs.list({ kind, status: "waiting" }),
    await jobs.list({ kind, status: "running" }),
  ];
  const since = clock.now() - GRACE;
  return [...waiting, ...running].some(({ group, due }) => group === `loop/${system.name}` && due > since);
}

/** Who goes on with a loop that is under way. */
export interface GoesOn {
  /** Whether an `alidade up` looks after it. */
  readonly isLookedAfter: boolean;
  /** The process that goes on with it now, as `alidade retrain --wait` does; undefined where there is none. */
  readonly hand: LoopHand | undefined;
}

export async function whoGoesOn(around: Parameters<typeof isLookedAfter>[0]): Promise<GoesOn> {
  return { isLookedAfter: await isLookedAfter(around), hand: await handOn(around) };
}

/** Who goes on with a loop that is under way, and how somebody else may. */
export function wordGoesOn({ isLookedAfter, hand }: GoesOn, file: string, host: string = hostname()): string {
  if (hand?.command === "up") return `${capital(wordHand(hand, host))} works at it since ${wordTime(hand.since)}.`;
  if (hand !== undefined)
    return `${capital(wordHand(hand, host))} goes on with it, since ${wordTime(hand.since)}, as far as it goes without traffic: Ctrl-C there stops that.`;
  const byHand = `\`alidade retrain ${file} --wait\``;
  return isLookedAfter
    ? `\`alidade up\` goes on with it at its next look; so does ${byHand}, as far as it goes without traffic.`
    : `No \`alidade up\` looks after it here, so it stands still until somebody goes on with it: \`alidade up ${file}\` to its end, or ${byHand} as far as it goes without traffic.`;
}

/** `process 12`, and whose machine it is where that is another; an `alidade up` by that name. */
export function wordHand({ pid, host: its, command }: LoopHand, host: string = hostname()): string {
  const process = `process ${pid}${its === host ? "" : ` of ${its}`}`;
  return command === "up" ? `\`alidade up\` (${process})` : process;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
