import type { FittedNode } from "../node.ts";
import { clipQuantiles } from "./clip-quantiles.ts";
import { frozenUnreadable } from "./errors.ts";
import { hashText } from "./hash-text.ts";
import { impute } from "./impute.ts";
import { ordinal } from "./ordinal.ts";
import { pool } from "./pool.ts";
import { standardise } from "./standardise.ts";
import { targetEncoding } from "./target-encoding.ts";
import type { Transform } from "./transform.ts";

/** The fitted transforms, by name. */
export const transforms: ReadonlyMap<string, Transform<unknown>> = new Map(
  [clipQuantiles, hashText, impute, ordinal, pool, standardise, targetEncoding].map((transform) => [
    transform.name,
    transform as Transform<unknown>,
  ]),
);

/** The transform of that name. Throws `features.frozen-unreadable`. */
export function transformOf({ transform }: Pick<FittedNode, "transform">): Transform<unknown> {
  const found = transforms.get(transform);
  if (found === undefined) throw frozenUnreadable({ problem: `no transform is called ${JSON.stringify(transform)}` });
  return found;
}
