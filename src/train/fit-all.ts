import type { ModelPorts } from "../model/index.ts";
import type { Compute } from "../store/index.ts";
import { type FitInput, type FitOutput, fitKernel } from "./fit-kernel.ts";
import { outsideUnavailable } from "./outside/errors.ts";
import { fitOutside, type OutsideFit } from "./outside/fit-outside.ts";
import { isOutside } from "./outside/is-outside.ts";
import type { Outside, OutsideFacts } from "./outside/port.ts";

export interface FitAllDeps {
  readonly compute: Compute;
  /** Absent: nothing can be learned outside of this process. */
  readonly outside?: Outside | undefined;
  /** What a foreign graph may need. */
  readonly ports?: ModelPorts | undefined;
  /** Called with the share of the fits that are done. */
  onProgress?(share: number): void;
}

/** A planned fit of a head. */
export type HeadFit = OutsideFit;

/** What a fit gave; and, where it was done elsewhere, what happened there. */
export interface HeadOutput extends FitOutput {
  readonly outside?: OutsideFacts;
}

/**
 * Does every fit, in the order given: ours on every core, commands one after the other, because each takes the cores that
 * it wants. Throws `train.outside-unavailable` besides what the fits throw.
 */
export async function fitAll(fits: readonly HeadFit[], deps: FitAllDeps): Promise<readonly HeadOutput[]> {
  let done = 0;
  const step = (): void => deps.onProgress?.(++done / fits.length);
  const inside = fits.filter(({ input }) => !isOutside(input));
  const inputs: readonly FitInput[] = inside.map(({ input }) => input);
  const outputs = new Map<HeadFit, HeadOutput>();
  const learned = await deps.compute.map(fitKernel, inputs, step);
  inside.forEach((fit, i) => {
    outputs.set(fit, learned[i] as HeadOutput);
  });
  for (const fit of fits) {
    if (outputs.has(fit)) continue;
    const { outside, ports } = deps;
    if (outside === undefined) throw outsideUnavailable({ head: fit.head, learner: fit.input.learner });
    outputs.set(fit, await fitOutside(fit, { outside, ports }));
    step();
  }
  return fits.map((fit) => outputs.get(fit) as HeadOutput);
}
