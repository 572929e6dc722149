import { rng } from "../../../src/kernel/index.ts";
import { serve } from "../load/server.ts";
import { systemFile } from "../systems/states.ts";
import { type Checked, openBook } from "./book.ts";
import { callersOf, GONE, unexpected } from "./callers.ts";

export interface KillOptions {
  /** How often the server is killed. */
  readonly times: number;
  /** Of the state; made where it is missing. */
  readonly state: string;
  readonly say?: (text: string) => void;
}

export interface Killed extends Checked {
  readonly kills: number;
  /** Requests that a kill left without an answer, asked again of the next server. */
  readonly repeated: number;
  /** Requests answered by neither 200 nor the end of the connection. */
  readonly odd: number;
}

const LANES = 24;
/** A server is killed after so many answers at most: counted, so that a slow machine is killed at the same work. */
const MOST_ANSWERS = 1_000;
/** Milliseconds after which it is killed all the same. */
const LONGEST = 10_000;

/**
 * Kills a server with all that it started (`kill -9`) at a moment left to chance, while callers ask and report; again and
 * again on one state. What was not answered is asked again under its key. Then the journal is compared with what was told.
 */
export async function killUnderLoad({ times, state, say = () => {} }: KillOptions): Promise<Killed> {
  const book = openBook();
  const callers = callersOf(book, { seed: 1 });
  const draws = rng({ seed: 11, purpose: "kill" });
  for (let round = 0; round < times; round++) {
    const server = await serve(systemFile("plain"), state);
    await callers.askAgain(server.url);
    const asking = callers.ask(server.url, LANES);
    await callers.answered(draws.integer(MOST_ANSWERS), LONGEST);
    server.kill("SIGKILL");
    await Promise.all([asking, server.ended]);
    if (round % 10 === 9) say(`killed ${round + 1} times`);
  }
  const last = await serve(systemFile("plain"), state);
  await callers.askAgain(last.url);
  last.kill("SIGTERM");
  await last.ended;
  const odd = unexpected(callers.came, GONE);
  return { ...(await book.check(state)), kills: times, repeated: callers.repeated(), odd };
}
