import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openState } from "../../backends/index.ts";
import { type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { type Registry, registryOf } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { LOOP_STAGES, type Retrain, settleRetrain } from "../../system/index.ts";
import { bookNoting } from "./book-as-of.ts";
import { emptyBook, type LoopBook, type LoopFacts } from "./loop.ts";
import type { LoopStep, LoopSteps } from "./loop-steps.ts";

/** A state of a test's own, at noon. */
export interface LoopPlace {
  readonly clock: VirtualClock;
  readonly state: State;
  readonly registry: Registry;
  remove(): Promise<void>;
}

export async function openLoopPlace(): Promise<LoopPlace> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-loop-"));
  const clock = virtualClock(Date.UTC(2026, 0, 1, 12));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const remove = async (): Promise<void> => {
    await state.close();
    await rm(directory, { recursive: true, force: true });
  };
  return { clock, state, registry: registryOf({ state, clock, who: "alidade" }), remove };
}

/** The shop's book with that in it, as a look at such a time has kept it. */
export function bookKeptAt(at: number, parts: Partial<LoopBook>): LoopBook {
  return bookNoting({ ...emptyBook("shop"), ...parts }, at);
}

/** How everything retrains here, but for what a test says. */
export function retrainWith(more: Parameters<typeof settleRetrain>[0] = {}): Retrain {
  return settleRetrain(more, { approves: ["boss"], isRegulated: false });
}

/** What the steps of a test did to the world: the marks under which they did it, in order. */
export interface World {
  readonly made: string[];
}

/** What each stage makes in a world; those that are not named look alone. */
const MAKES: Readonly<Record<string, LoopFacts>> = {
  snapshot: { snapshot: "snp" },
  train: { run: "run_1", models: ["mdl_1"] },
  shadow: { release: "rel_1" },
  canary: { plan: 2 },
  test: { experiment: "loop-1" },
  champion: { purpose: "champion" },
};

/** Steps that leave their mark in a world and find it there; `change` replaces parts of some of them. */
export function stepsIn(world: World, change: Readonly<Partial<Record<string, Partial<LoopStep>>>> = {}): LoopSteps {
  const steps = LOOP_STAGES.map((stage): [string, LoopStep] => {
    const facts = MAKES[stage];
    const making: Partial<LoopStep> =
      facts === undefined
        ? {}
        : {
            found: async ({ mark }) => (world.made.includes(mark) ? facts : undefined),
            make: async ({ mark }) => {
              world.made.push(mark);
              return facts;
            },
          };
    const preview = async () => `it would do the ${stage}`;
    const look: LoopStep["look"] = async () => ({ kind: "next", says: `${stage} done` });
    return [stage, { preview, look, ...making, ...change[stage] }];
  });
  return Object.fromEntries(steps) as LoopSteps;
}
