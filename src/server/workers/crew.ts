import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../kernel/index.ts";
import type { Log } from "../log.ts";
import { pause } from "../start-server.ts";
import { heartbeat } from "./heartbeat.ts";
import { type Member, type MemberOptions, startMember } from "./member.ts";

/** The threads that serve. One that dies, or hangs and is ended for that, is replaced. */
export interface Crew {
  /** On which all of them listen. */
  readonly port: number;
  /** How many have died since the start. */
  deaths(): number;
  /** Says for so long that the server is not ready, finishes what is under way, and ends the threads. */
  close(drainMs: number): Promise<void>;
}

export interface CrewOptions extends MemberOptions {
  /** Those that serve: they are added and removed here. */
  readonly members: Member[];
  /** How many there should be. */
  readonly size: number;
  /** 0 takes any free one. */
  readonly port: number;
  /** Opens a thread by what is served, and calls `join` in the very moment in which it has all of it. */
  admit(member: Member, join: () => void): Promise<void>;
  /** Is told of one that has died. */
  left(member: Member): void;
  readonly log: Log;
  /** Milliseconds between two questions whether a thread goes round; after ten without an answer it is ended. Default a second. */
  readonly beatMs?: number | undefined;
}

/** To listen takes no time; a thread that was told to close finishes its requests within five seconds. */
const LISTENING_MS = 10_000;
const CLOSING_MS = 7_000;
/** One that dies alone is replaced at once; where one dies after the other, so long is waited in between. */
const LEAST_WAIT = 250;
const LONGEST_WAIT = 30_000;
const WITHIN = 60_000;

/** Starts all threads; resolves when each of them answers. Throws what opening and listening throw. */
export async function openCrew(options: CrewOptions): Promise<Crew> {
  const hands = new Hands(options);
  try {
    const opened = await Promise.all(Array.from({ length: options.size }, () => hands.open()));
    // The first one finds a port, where any will do.
    for (const member of opened) await hands.listen(member);
  } catch (thrown) {
    await hands.close(0);
    throw thrown;
  }
  return hands;
}

class Hands implements Crew {
  readonly #options: CrewOptions;
  /** All that run, also those that are not open yet. */
  readonly #running = new Set<Member>();
  readonly #closing = new AbortController();
  readonly #stopWatching: () => void;
  #count = 0;
  #died: number[] = [];
  #deaths = 0;
  port: number;

  constructor(options: CrewOptions) {
    this.#options = options;
    this.port = options.port;
    const hangs = (member: Member): void => void member.stop("it answered nothing any more, and was ended");
    this.#stopWatching = heartbeat(options.members, { everyMs: options.beatMs, hangs });
  }

  deaths(): number {
    return this.#deaths;
  }

  /** A thread that knows what it serves, and does not answer yet. */
  async open(): Promise<Member> {
    const { admit, members } = this.#options;
    const member = startMember(this.#options, ++this.#count);
    this.#running.add(member);
    void member.ended.then((why) => this.#left(member, why));
    try {
      await admit(member, () => members.push(member));
      return member;
    } catch (thrown) {
      await member.stop();
      throw thrown;
    }
  }

  async listen(member: Member): Promise<void> {
    this.port = await member.ask("listen", this.port, LISTENING_MS);
  }

  async close(drainMs: number): Promise<void> {
    const { members } = this.#options;
    this.#closing.abort();
    this.#stopWatching();
    for (const member of members) member.tell("drain", null);
    await pause(drainMs);
    await Promise.allSettled(members.map((member) => member.ask("close", null, CLOSING_MS)));
    await Promise.all([...this.#running].map((member) => member.stop()));
  }

  #left(member: Member, why: string): void {
    const { members, left, log } = this.#options;
    this.#running.delete(member);
    const place = members.indexOf(member);
    // One that never served is told of by whoever started it.
    if (place === -1) return;
    members.splice(place, 1);
    left(member);
    if (this.#closing.signal.aborted) return;
    this.#deaths++;
    log.error({ thread: member.number, why }, "a serving thread ended; another takes its place");
    void this.#replace();
  }

  async #replace(): Promise<void> {
    const { log } = this.#options;
    const { signal } = this.#closing;
    let said = "";
    for (let wait = this.#firstWait(); !signal.aborted; wait = Math.min(LONGEST_WAIT, 2 * Math.max(wait, LEAST_WAIT))) {
      try {
        if (wait > 0) await sleep(wait, undefined, { signal, ref: false });
        await this.#hire();
        return;
      } catch (thrown) {
        const why = messageOf(thrown);
        if (!signal.aborted && why !== said) log.error({ why }, "no thread could take its place; it is tried again");
        said = why;
      }
    }
  }

  async #hire(): Promise<void> {
    const { members } = this.#options;
    const member = await this.open();
    try {
      await this.listen(member);
    } catch (thrown) {
      // It served nobody yet, so nobody has to hear of its end.
      members.splice(members.indexOf(member), 1);
      await member.stop();
      throw thrown;
    }
  }

  #firstWait(): number {
    const now = performance.now();
    this.#died = [...this.#died.filter((at) => now - at < WITHIN), now];
    return this.#died.length <= this.#options.size ? 0 : Math.min(LONGEST_WAIT, LEAST_WAIT * 2 ** this.#died.length);
  }
}
