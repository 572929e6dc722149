import type { Member } from "./member.ts";

/** So often each thread is asked whether it goes round. */
const BEAT_MS = 1_000;
/** After so many beats without a word it hangs: whoever asked it anything has long given up. */
const MOST_MISSED = 10;
/** Beats are counted instead: a machine that slept, or that kept this thread waiting, then blames no other. */
const LONG = 86_400_000;

export interface HeartbeatOptions {
  /** Milliseconds between beats. Default a second. */
  readonly everyMs?: number | undefined;
  /** Is called with a member that hangs, once. */
  hangs(member: Member): void;
}

/** Watches over threads from the moment in which they are among `members`. Ends when what is returned is called. */
export function heartbeat(members: readonly Member[], { everyMs = BEAT_MS, hangs }: HeartbeatOptions): () => void {
  /** For each that has not answered yet, how many beats ago it was asked. */
  const missed = new Map<Member, number>();
  const ask = (member: Member): void => {
    missed.set(member, 0);
    const answered = (): void => void missed.delete(member);
    member.ask("beat", null, LONG).then(answered, answered);
  };
  const timer = setInterval(() => {
    for (const member of members) {
      const beats = missed.get(member);
      if (beats === undefined) ask(member);
      else missed.set(member, beats + 1);
      if (beats === MOST_MISSED) hangs(member);
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
