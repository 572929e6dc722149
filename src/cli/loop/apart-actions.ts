import { isAlidadeError } from "../../kernel/index.ts";
import type { Registry } from "../../registry/index.ts";
import { type Command, type CommandResult, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, list, required, text } from "../calling/options.ts";
import { isTethered, tethered } from "../host/tether.ts";

const SYSTEM = argument("the system file, or its folder");
const WHY = required(text("reason", "kept in the history"));

const TURN = text(
  "loop.turn",
  "which loop asks for it, and in whose hands: where these are others by now, nothing is kept",
);

const SINCE = text(
  "time",
  "with --recalibrate: when what it is to mend began; where enough came since, that alone counts",
);
const RECALIBRATE = list("heads", "these keep their models and learn another calibration, the others stay as they are");

interface Asking {
  readonly system: string;
  readonly turn: string | undefined;
}

/** The registry in the hands of the loop, where it was the loop that began this process. */
async function registryFor(call: Invocation, { system, turn }: Asking): Promise<Registry> {
  if (!isTethered(call.env)) return await call.registry(true);
  const { registryOf } = await import("../../registry/index.ts");
  const { fencedState } = await import("./fenced-state.ts");
  const state = await call.openState(true);
  const fenced = turn === undefined ? state : fencedState(state, { system, turn });
  return registryOf({ state: fenced, clock: call.clock, who: "alidade" });
}

/** Takes a snapshot of the source; what the loop lets a process of its own do. */
export const snapshotApart: Command = defineCommand({
  name: "snapshot",
  summary: "Take a snapshot of the data as they are now",
  about:
    "What the loop lets a process of its own do first: reads the source under its contract, and keeps what it read.",
  arguments: { system: SYSTEM },
  options: { why: WHY, turn: TURN },
  examples: ['alidade retrain snapshot system.mts --why "before the move"'],
  async run(call) {
    const { args, options, cwd, env, clock } = call;
    const signal = tethered(call.signal, { env, stdin: process.stdin });
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../../embed/index.ts");
    const { keepingRefused } = await import("../training/keep-refused.ts");
    const { takeSnapshot } = await import("../../train/index.ts");
    const { blobs } = await call.openState(true);
    const { system } = loaded;
    const registry = await registryFor(call, { system: system.name, turn: options.turn });
    const read = await readerFor(loaded, undefined, { ...call, signal });
    const take = () => takeSnapshot(system, { read, registry, blobs, now: clock.now(), why: options.why });
    const { snapshot } = await keepingRefused(take, { ...call, system, read });
    const { id, rows } = snapshot;
    const summary = [`Snapshot ${id.slice(0, 12)} of ${rows.toLocaleString("en-US")} rows.`];
    return { json: { snapshot: id, rows }, document: { title: `Snapshot of ${system.name}`, summary, sections: [] } };
  },
});

/** Trains on a snapshot, on one thread, and lets nothing serve; what the loop lets a process of its own do. */
export const trainApart: Command = defineCommand({
  name: "train",
  summary: "Train on a snapshot, on one thread; what comes of it serves nobody",
  about:
    "What the loop lets a process of its own do. As `alidade train --snapshot`, but that a candidate never takes over by itself. With " +
    "`--recalibrate` the named heads keep the models that serve and learn another calibration from what came since; the others stay. " +
    "Ends with 1 when the gate says no, or nothing can be recalibrated.",
  arguments: { system: SYSTEM },
  options: {
    snapshot: required(text("id", "of the snapshot")),
    why: WHY,
    turn: TURN,
    recalibrate: RECALIBRATE,
    since: SINCE,
  },
  examples: [
    'alidade retrain train system.mts --snapshot 3f9c2a81 --why "by hand"',
    'alidade retrain train system.mts --snapshot 3f9c2a81 --recalibrate risk --why "the base rate moved"',
  ],
  async run(call) {
    const { args, options, cwd, env } = call;
    const signal = tethered(call.signal, { env, stdin: process.stdin });
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { trainLoaded } = await import("../training/train-loaded.ts");
    const { snapshot, why, turn } = options;
    const registry = (): Promise<Registry> => registryFor(call, { system: loaded.system.name, turn });
    const learning = { ...call, registry, signal, snapshot, why, holds: true, afresh: true, threads: 1 } as const;
    const { recalibratingIn } = await import("../training/recalibrating.ts");
    const recalibrating = recalibratingIn(loaded.system, options, call.clock.now());
    if (recalibrating === undefined) return await trainLoaded(loaded, learning);
    return await orNot(() => trainLoaded(loaded, { ...learning, ...recalibrating }), signal);
  },
});

/** What was done, or why it could not be: that nothing can be recalibrated is an answer, after which somebody trains. */
async function orNot(work: () => Promise<CommandResult>, signal: AbortSignal): Promise<CommandResult> {
  try {
    return await work();
  } catch (thrown) {
    if (signal.aborted || !isAlidadeError(thrown, "train.not-recalibrated")) throw thrown;
    const { code, message, hint = "", data } = thrown;
    const { head, reason } = data;
    const verdict = { tone: "neutral", text: message } as const;
    const summary = [hint, `${code}: ${String(reason)}`];
    return {
      json: { recalibrated: false, code, head, reason, why: message, hint },
      document: { title: "Not recalibrated", verdict, summary, sections: [] },
      exit: 1,
    };
  }
}
