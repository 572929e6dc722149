import { type Advanced, advanceLoop, readBook, underWay } from "../../watch/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoopCall } from "./loop-call.ts";
import { inHand } from "./loop-hand.ts";
import { loopSteps } from "./loop-steps.ts";
import { waitForOther } from "./wait-for-other.ts";

export type GoingOn = Pick<Invocation, "signal" | "progress"> & { readonly io: Pick<Invocation["io"], "err"> };

/**
 * Goes on with a loop as far as it goes without traffic and without a person, and says so of every stage as it begins and as it ends.
 * Where another process works at it, that one is left alone and waited for. Gives a sentence on what came of each stage.
 */
export async function goOn(call: LoopCall, going: GoingOn): Promise<readonly string[]> {
  const said: string[] = [];
  for (;;) {
    const held = await inHand(call, () => advanceAll(call, going));
    said.push(...(held.kind === "done" ? held.result : await waitForOther(call, held.by, going)).map(capital));
    const isOver =
      held.kind === "done" || underWay((await readBook(call.state.records, call.system.name)).book) === undefined;
    if (isOver) return said;
  }
}

async function advanceAll(call: LoopCall, going: GoingOn): Promise<readonly string[]> {
  const said: string[] = [];
  for (;;) {
    const advanced = await advanceOnce(call, going);
    if (advanced.kind === "idle") return said;
    said.push(advanced.says);
    if (advanced.kind === "ended") return said;
    const loop = (await readBook(call.state.records, call.system.name)).book.loop;
    const isStuck = loop?.tries === 0 || (loop?.tries ?? 0) > 2;
    if (advanced.kind === "waits" && isStuck) return said;
  }
}

async function advanceOnce(call: LoopCall, { signal, progress, io }: GoingOn): Promise<Advanced> {
  const { system, retrain, registry, clock, state } = call;
  const { records } = state;
  const loop = underWay((await readBook(records, system.name)).book);
  if (loop === undefined) return { kind: "idle" };
  const { stage } = loop;
  io.err(`Stage \`${stage}\` begins.\n`);
  const step = progress.step(`Stage \`${stage}\``);
  const deps = { system: system.name, retrain, steps: loopSteps(call), records, registry, clock, signal };
  const advanced = await advanceLoop(deps);
  step.done(advanced.kind === "idle" ? "" : advanced.says);
  return advanced;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`.replace(/\.\.$/, ".");
}
