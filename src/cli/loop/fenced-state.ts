import type { State } from "../../store/index.ts";
import { type Loop, loopOvertaken, readBook } from "../../watch/index.ts";

/** In whose hands a loop was when it asked for something. */
export interface Fence {
  readonly system: string;
  /** As {@link turnOf} names it. */
  readonly turn: string;
}

/** Names the hands that a loop is in: another number of the loop, or of the times that somebody took it up, and they are others. */
export function turnOf({ number, turn }: Pick<Loop, "number" | "turn">): string {
  return `${number}.${turn}`;
}

/**
 * A state that takes changes only while the loop is still in those hands: a process of its own may live on for a moment after the
 * one that began it was killed, and another may have gone on with the loop. Its changes then throw `watch.loop-overtaken`.
 */
export function fencedState<S extends Pick<State, "records">>(state: S, { system, turn }: Fence): S {
  const { records } = state;
  const fenced: State["records"] = {
    collection: (name) => records.collection(name),
    transaction: (work) =>
      records.transaction(async (open) => {
        const { loop } = (await readBook(open, system)).book;
        if (loop === null || loop.end !== null || turnOf(loop) !== turn) throw loopOvertaken({ system });
        return await work(open);
      }),
    close: () => records.close(),
  };
  return { ...state, records: fenced };
}
