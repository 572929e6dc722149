import type { Registry } from "../../registry/index.ts";
import { type Command, defineCommand, type Invocation } from "../calling/command.ts";
import { argument, required, text } from "../calling/options.ts";
import { isTethered, tethered } from "../host/tether.ts";

const SYSTEM = argument("the system file, or its folder");
const WHY = required(text("reason", "kept in the history"));

const TURN = text(
  "loop.turn",
  "which loop asks for it, and in whose hands: where these are others by now, nothing is kept",
);

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
    const { readerFor } = await import("../loading/system-source.ts");
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
    "What the loop lets a process of its own do. As `alidade train --snapshot`, but that a candidate never takes over by itself. Ends " +
    "with 1 when the gate says no.",
  arguments: { system: SYSTEM },
  options: { snapshot: required(text("id", "of the snapshot")), why: WHY, turn: TURN },
  examples: ['alidade retrain train system.mts --snapshot 3f9c2a81 --why "by hand"'],
  async run(call) {
    const { args, options, cwd, env } = call;
    const signal = tethered(call.signal, { env, stdin: process.stdin });
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { trainLoaded } = await import("../training/train-loaded.ts");
    const { snapshot, why, turn } = options;
    const registry = (): Promise<Registry> => registryFor(call, { system: loaded.system.name, turn });
    return await trainLoaded(loaded, {
      ...call,
      registry,
      signal,
      snapshot,
      why,
      holds: true,
      afresh: true,
      threads: 1,
    });
  },
});
