import type { ModelPorts } from "../../model/index.ts";
import type { Compute } from "../../store/index.ts";
import { outsideUnavailable } from "../outside/errors.ts";
import { fitOutside, type OutsideFit } from "../outside/fit-outside.ts";
import { isOutside } from "../outside/is-outside.ts";
import type { Outside, OutsideFacts } from "../outside/port.ts";
import { type FitInput, type FitOutput, fitKernel } from "./fit-kernel.ts";
import { fitInPieces, isInPieces, type Pieces } from "./fit-pieces.ts";

export interface FitAllDeps {
  readonly compute: Compute;
  /** Absent: nothing can be learned outside of this process. */
  readonly outside?: Outside | undefined;
  /** What a foreign graph may need. */
  readonly ports?: ModelPorts | undefined;
  /** Absent: what could be done in pieces is done in one, and starts anew when it was killed. */
  readonly pieces?: Pieces | undefined;
  /** Called with the share of the fits that are done. */
  onProgress?(share: number): void;
}

/** A planned fit of a head. */
export interface HeadFit extends OutsideFit {
  /** How the head reads the rows: a hash of what is declared. */
  readonly reads: string;
}

/** What a fit gave; and, where it was done elsewhere, what happened there. */
export interface HeadOutput extends FitOutput {
  readonly outside?: OutsideFacts;
}

/**
 * Does every fit, in the order given: ours on every core; those in pieces and commands one after the other, because each
 * takes the cores that it wants. Throws `train.outside-unavailable` besides what the fits throw.
 */
export async function fitAll(fits: readonly HeadFit[], deps: FitAllDeps): Promise<readonly HeadOutput[]> {
  let done = 0;
  const step = (): void => deps.onProgress?.(++done / fits.length);
  const isAlone = ({ input }: HeadFit): boolean => isOutside(input) || (deps.pieces !== undefined && isInPieces(input));
  const together = fits.filter((fit) => !isAlone(fit));
  const inputs: readonly FitInput[] = together.map(({ input }) => input);
  const outputs = new Map<HeadFit, HeadOutput>();
  const learned = await deps.compute.map(fitKernel, inputs, step);
  together.forEach((fit, i) => {
    outputs.set(fit, learned[i] as HeadOutput);
  });
  for (const fit of fits.filter(isAlone)) {
    const onProgress = (share: number): void => deps.onProgress?.((done + share) / fits.length);
    outputs.set(fit, await fitAlone(fit, { ...deps, onProgress }));
    step();
  }
  return fits.map((fit) => outputs.get(fit) as HeadOutput);
}

async function fitAlone(
  fit: HeadFit,
  { compute, pieces, outside, ports, onProgress }: FitAllDeps & Required<Pick<FitAllDeps, "onProgress">>,
): Promise<HeadOutput> {
  const { head, input, reads } = fit;
  if (!isOutside(input) && pieces !== undefined)
    return await fitInPieces(input, { ...pieces, compute, reads, onProgress });
  if (outside === undefined) throw outsideUnavailable({ head, learner: input.learner });
  return await fitOutside(fit, { outside, ports });
}
