import type { Team } from "../../learner.ts";
import type { Engine } from "../engine.ts";
import { binJobs } from "./bins.ts";
import { callerOver } from "./call.ts";
import { growerOver } from "./grower.ts";
import { leafJobs } from "./leaves.ts";
import { arenaOver } from "./memory.ts";
import { rankJob } from "./rank.ts";
import { rowJobs } from "./rows.ts";
import { growMemory, leaveMemory } from "./wasm.ts";

/** An engine for one fit, and how to end it: helpers go, and the memory is left for the next fit unless one was lost. */
export interface KernelEngine extends Engine {
  end(isSound: boolean): void;
}

/** The kernel with a memory of its own; undefined where there is no WebAssembly. `team`: threads that help. */
export function kernelEngine(team: Team | undefined): KernelEngine | undefined {
  const memory = growMemory();
  if (memory === undefined) return undefined;
  const arena = arenaOver(memory);
  const caller = callerOver(memory, team);
  const rows = rowJobs(caller, arena);
  return {
    arena,
    ...binJobs(caller, arena),
    ...rows,
    ...rankJob(caller, arena),
    ...leafJobs(caller, arena),
    grower: growerOver(caller, arena, rows.addSpans),
    end(isSound) {
      caller.dismiss();
      if (isSound) leaveMemory(memory);
    },
  };
}
