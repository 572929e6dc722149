import type { Model } from "./model.ts";
import { partsOf } from "./parts.ts";
import type { TreesBody } from "./trees/body.ts";
import { compile, compileAs } from "./trees/compile.ts";
import type { Image } from "./trees/image.ts";

/** A model's forests as they are scored, in the order in which they are met: plain data, for a thread that has the same model. */
export type Layout = readonly Image[];

/** Lays a model's forests out, which takes longer than to score by them a thousand times. */
export function layoutOf(model: Model): Layout {
  return forestsIn(model).map((body) => compile(body).image);
}

/** Takes over what was laid out of the same model elsewhere, so that its first score here does not wait for it. */
export function layOut(model: Model, layout: Layout): void {
  for (const [i, body] of forestsIn(model).entries()) {
    const image = layout[i];
    if (image !== undefined) compileAs(body, image);
  }
}

/** Parts of a partitioned model are laid out when they are first asked: there may be ten thousand. */
function forestsIn(model: Model): readonly TreesBody[] {
  if (model.format === "trees") return [model.body as TreesBody];
  return model.format === "partitioned" ? [] : partsOf(model).flatMap((part) => forestsIn(part.model));
}
