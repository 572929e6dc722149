import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";
import type { Hidden } from "../business.ts";
import type { Drift } from "../drifts/drift.ts";
import type { World } from "./world.ts";

interface NotOffered {
  readonly business: string;
  readonly drift: string;
  readonly why: string;
}

/** A drift of something that a business has not. */
export const driftNotOffered: ErrorConstructor<NotOffered> = defineError("sim.drift-not-offered", {
  headline: "A drift that this business does not offer",
  message: ({ business, drift, why }: NotOffered) =>
    `The business \`${business}\` cannot have the drift \`${drift}\`: ${why}`,
});

/** Throws `sim.drift-not-offered` for a field that cannot move, and for adversaries where there are none. */
export function checkDrifts<T extends Hidden, S>(world: World<T, S>, drifts: readonly Drift[]): void {
  const { name, movable, hasAdversaries } = world;
  for (const drift of drifts) {
    const refuse = (why: string): never => {
      throw driftNotOffered({ business: name, drift: drift.name, why });
    };
    for (const field of drift.fields)
      if (!movable.includes(field))
        refuse(`its fields that can move are ${movable.join(", ")}. Got ${field}.${didYouMean(field, movable)}`);
    if (drift.moves === "adversaries" && !hasAdversaries) refuse("nobody in it learns from what is done.");
  }
}
