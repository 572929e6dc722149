import { type Clock, defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Records } from "../../store/index.ts";
import type { Retrain } from "../../system/index.ts";
import { type Loop, underWay } from "./loop.ts";
import { readBook, writeBook } from "./loop-book.ts";

interface Unasked {
  readonly system: string;
  readonly problem: string;
}

export const nothingToApprove: ErrorConstructor<Unasked> = defineError("watch.nothing-to-approve", {
  headline: "Nothing waits for this word",
  message: ({ system, problem }: Unasked) =>
    `A retraining waits for somebody's yes where its file says so, and for those whom it names. That of "${system}" ${problem}.`,
  hint: ({ system }: Unasked) => `\`alidade retrain ${system}\` shows what it waits for.`,
});

export interface CommandDeps {
  readonly system: string;
  readonly records: Pick<Records, "collection">;
  readonly clock: Clock;
}

/** Somebody says yes to the stage that a loop waits before. Throws `watch.nothing-to-approve`. */
export async function approveLoop(
  { system, records, clock }: CommandDeps,
  { retrain, by, who }: { readonly retrain: Pick<Retrain, "approval">; readonly by: string; readonly who: string },
): Promise<Loop> {
  const held = await readBook(records, system);
  const loop = underWay(held.book);
  const refuse = (problem: string): never => {
    throw nothingToApprove({ system, problem });
  };
  if (loop === undefined) return refuse("has none under way");
  const may = retrain.approval?.by ?? [];
  if (loop.asks === null) return refuse("waits for nobody");
  const name = may.find((one) => one.toLowerCase() === by.trim().toLowerCase());
  if (name === undefined)
    return refuse(`waits for ${may.join(" or ")}. Got "${by}".${didYouMean(by, may)}`.replace(/\.$/, ""));
  const at = clock.now();
  const says = `${name} said yes to the stage \`${loop.stage}\` (${who})`;
  const lines = [...loop.lines, { what: "retrain.approved", at, says }];
  const next: Loop = { ...loop, asks: null, approved: { stage: loop.stage, by: name, at }, says, lines };
  await writeBook(records, held, { ...held.book, loop: next });
  return next;
}

/** Stops: a loop under way ends where it is, and none begins by itself until somebody asks for one. */
export async function stopLoop({ system, records, clock }: CommandDeps, why: string): Promise<Loop | null> {
  const held = await readBook(records, system);
  const loop = underWay(held.book);
  const at = clock.now();
  const stopped = held.book.stopped ?? { at, why };
  const ended: Loop | null =
    loop === undefined
      ? held.book.loop
      : {
          ...loop,
          ...{ end: { kind: "stopped", at, why }, says: why },
          lines: [...loop.lines, { what: "retrain.stopped", at, says: why }],
        };
  await writeBook(records, held, { ...held.book, loop: ended, stopped });
  return ended;
}

/** Lets loops begin by themselves again. Gives whether they were stopped. */
export async function resumeLoops({ system, records }: Omit<CommandDeps, "clock">): Promise<boolean> {
  const held = await readBook(records, system);
  if (held.book.stopped === null) return false;
  await writeBook(records, held, { ...held.book, stopped: null, failures: 0 });
  return true;
}
