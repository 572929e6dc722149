import { type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { type Desk, type InState, openDesk, type Ran } from "../host/host.conformance.ts";

/** A desk with a clock that a test moves, at which a shop retrains. */
export interface LoopDesk extends Pick<Desk, "folder" | "write" | "remove"> {
  readonly clock: VirtualClock;
  run(...argv: readonly string[]): Promise<Ran>;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not.
  json(...argv: readonly string[]): Promise<any>;
  /** `alidade retrain shop.mts`, with more, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: likewise.
  retrain(...more: readonly string[]): Promise<any>;
  inState<T>(work: InState<T>): Promise<T>;
  /** What the history tells, the newest first: the names of its events. */
  told(): Promise<readonly string[]>;
}

/** Opens a desk at such a time, with a file of rows. */
export async function openLoopDesk(at: number, rows: string): Promise<LoopDesk> {
  const desk = await openDesk();
  const clock = virtualClock(at);
  await desk.write("rows.csv", rows);
  const { folder, write, remove } = desk;
  const run: LoopDesk["run"] = (...argv) => desk.runWith({ clock }, ...argv);
  const json: LoopDesk["json"] = async (...argv) => JSON.parse((await run(...argv, "--json")).out);
  return {
    ...{ folder, write, remove, clock, run, json },
    retrain: (...more) => json("retrain", "shop.mts", ...more),
    inState: (work) => desk.inState(clock, work),
    told: async () => (await json("history", "shop")).events.map(({ what }: { readonly what: string }) => what),
  };
}
