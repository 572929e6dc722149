import { decodeModel, type Layout, layoutOf, type Model } from "../../model/index.ts";
import type { Kernel } from "../../store/index.ts";
import { shared } from "./shared.ts";

/** A model that was decoded elsewhere, and its forests as they are scored. */
export interface Decoded {
  readonly model: Model;
  readonly layout: Layout;
}

/**
 * Decodes a model and lays its forests out, so that both can be done on another thread. Throws `model.corrupt`,
 * `model.format-unknown`, `model.version-newer`.
 */
export function run(bytes: Uint8Array): Decoded {
  const model = decodeModel(bytes);
  return { model, layout: layoutOf(model).map((image) => ({ ...image, bytes: shared(image.bytes) })) };
}

/** {@link run} for whoever computes elsewhere. */
export const decodeKernel: Kernel<Uint8Array, Decoded> = { module: import.meta.url, run };
