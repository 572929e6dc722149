import type { Frozen } from "../../features/index.ts";
import type { Model } from "../model.ts";

/** Fitted transforms, frozen, and the model that is given what they make. */
export interface TransformedBody {
  readonly frozen: Frozen;
  readonly model: Model;
}

/** The model behind fitted transforms, or the model itself. */
export function behindTransforms(model: Model): Model {
  return model.format === "transformed" ? (model.body as TransformedBody).model : model;
}
