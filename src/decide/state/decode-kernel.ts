import { decodeModel, type Model } from "../../model/index.ts";
import type { Kernel } from "../../store/index.ts";

/** Decodes a model, so that it can be done on another thread. Throws `model.corrupt`, `model.format-unknown`, `model.version-newer`. */
export function run(bytes: Uint8Array): Model {
  return decodeModel(bytes);
}

/** {@link run} for whoever computes elsewhere. */
export const decodeKernel: Kernel<Uint8Array, Model> = { module: import.meta.url, run };
