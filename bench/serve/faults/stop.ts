import { rng } from "../../../src/kernel/index.ts";
import { serve } from "../load/server.ts";
import { systemFile } from "../systems/states.ts";
import { type Checked, openBook } from "./book.ts";
import { callersOf, GONE, unexpected } from "./callers.ts";

export interface StopOptions {
  readonly times: number;
  readonly state: string;
}

export interface Stopped extends Checked {
  readonly stops: number;
  /** How many ended otherwise than with 0. */
  readonly failedExits: number;
  /** Milliseconds of the slowest to end. */
  readonly slowestMs: number;
  /** Requests that met a connection which was just being closed; they are asked again of the next server. */
  readonly unanswered: number;
  readonly odd: number;
}

const LANES = 24;
const MOST_ANSWERS = 1_000;
const LONGEST = 10_000;

/**
 * Asks a server to end (SIGTERM) at a moment left to chance while callers ask and report; again and again on one state.
 * A caller goes on until no connection is taken any more.
 */
export async function stopUnderLoad({ times, state }: StopOptions): Promise<Stopped> {
  const book = openBook();
  const callers = callersOf(book, { seed: 2, again: true });
  const draws = rng({ seed: 12, purpose: "stop" });
  let failedExits = 0;
  let slowestMs = 0;
  for (let round = 0; round < times; round++) {
    const server = await serve(systemFile("plain"), state);
    await callers.askAgain(server.url);
    const asking = callers.ask(server.url, LANES);
    await callers.answered(draws.integer(MOST_ANSWERS), LONGEST);
    const start = performance.now();
    process.kill(server.pid, "SIGTERM");
    if ((await server.ended) !== 0) failedExits++;
    slowestMs = Math.max(slowestMs, performance.now() - start);
    await asking;
  }
  const { unanswered = 0 } = callers.came;
  const last = await serve(systemFile("plain"), state);
  await callers.askAgain(last.url);
  last.kill("SIGTERM");
  await last.ended;
  const odd = unexpected(callers.came, GONE);
  return { ...(await book.check(state)), stops: times, failedExits, slowestMs, unanswered, odd };
}
