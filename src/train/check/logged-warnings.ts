import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { counted, countedWere, whole } from "./counted.ts";
import type { Warning } from "./warning.ts";

/** Weighted rows worth less than this share of their number make every interval twice as wide, or wider. */
const THIN = 0.25;

/** What weighing by propensity leaves to be said: who is not stood for, what a cap costs, how little the rows are worth. */
export function loggedWarnings({ outcomes }: SystemDefinition, { logged, certain }: Dataset): readonly Warning[] {
  const perOutcome = Object.entries(logged).flatMap(([name, { rows, effective, capped, lost }]) => {
    const cut: Warning = {
      code: "propensity.capped",
      message: `${counted(capped, "row")} of \`${name}\` ${capped === 1 ? "stands" : "stand"} for fewer than 1 / propensity says, because no row stands for more than ${outcomes[name]?.cap}. What is said of a rate may be off by up to ${points(lost)} percentage points.`,
    };
    const thin: Warning = {
      code: "propensity.thin",
      message: `Weighted by 1 / propensity, the ${counted(rows, "row")} that tell of \`${name}\` are worth ${whole(Math.round(effective))} of equal weight, and every interval is as wide as with so few. A \`cap\` trades some of this for bias.`,
    };
    return [...(capped > 0 ? [cut] : []), ...(effective < THIN * rows ? [thin] : [])];
  });
  const unseen: Warning = {
    code: "propensity.certain",
    message: `${countedWere(certain, "row")} acted on for certain: no row that was let be stands for cases like these, and what is said of them is extrapolated.`,
  };
  return [...perOutcome, ...(certain > 0 ? [unseen] : [])];
}

function points(share: number): string {
  return String(Number((100 * share).toPrecision(2)));
}
