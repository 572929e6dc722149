import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** Refuses to tell of what is no feature. */
export function checkAbout({ about = {}, features }: SystemDefinition, refuse: Refuse): void {
  for (const [name, { keep }] of Object.entries(about)) {
    if (!Object.hasOwn(features, name))
      refuse(`about.${name}`, `must name a feature (${Object.keys(features).join(", ")})`);
    if (keep !== undefined && keep < 0) refuse(`about.${name}.keep`, `must be 0 or more. Got ${keep}`);
  }
}
