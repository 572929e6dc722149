import type { Preview, PreviewRequest } from "./preview.ts";

/**
 * Previews other weights, another threshold or another policy: stored decisions are made again as they would be, and what
 * that would bring is estimated from what was tried. Changes nothing. What it needs is loaded when it is first asked: whoever
 * serves does without.
 *
 * @example
 * const { changes, metrics } = await previewProposal({ ...stored, serving, proposal: { weights: { quality: 0.7 } } });
 */
export async function previewProposal(request: PreviewRequest): Promise<Preview> {
  const { preview } = await import("./preview.ts");
  return await preview(request);
}
