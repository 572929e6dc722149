import { isAlidadeError } from "../../kernel/index.ts";
import type { Team } from "../learner.ts";
import type { Engine } from "./engine.ts";
import { kernelEngine } from "./kernel/engine.ts";
import { referenceEngine } from "./reference/engine.ts";

/**
 * Runs a fit on the kernel, with the team's threads if there are any. Starts again alone when a thread is lost, and in
 * plain TypeScript where there is no WebAssembly or its memory does not reach: the same bytes come out every time.
 */
export function withEngine<T>(team: Team | undefined, grow: (engine: Engine) => T): T {
  const engine = kernelEngine(team);
  if (engine === undefined) return grow(referenceEngine);
  let isSound = true;
  try {
    return grow(engine);
  } catch (thrown) {
    isSound = !isAlidadeError(thrown, "learn.helper-lost");
    if (!isSound) return withEngine(undefined, grow);
    if (isAlidadeError(thrown, "learn.memory-full")) return grow(referenceEngine);
    throw thrown;
  } finally {
    engine.end(isSound);
  }
}
