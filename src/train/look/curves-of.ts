import type { Curves } from "../../registry/index.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import type { Look, Unseen } from "./look.ts";

/** Every learning curve of a run, named by its head. */
export function curvesOf(heads: readonly FittedHead[], look: Look | Unseen | null): Curves {
  const told = heads.flatMap(({ name, curves }) =>
    Object.entries(curves).map(([curve, points]) => [`${name}: ${curve}`, points] as const),
  );
  if (look?.kind !== "look" || look.learning === null) return Object.fromEntries(told);
  const { head, learning } = look;
  return Object.fromEntries([
    ...told,
    [`${head}: loss, learned rows`, learning.seen],
    [`${head}: loss, unseen rows`, learning.unseen],
  ]);
}
