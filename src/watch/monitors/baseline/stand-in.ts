import { type Stand, unlikeEvidence } from "../evidence/unlike.ts";
import { type Baseline, type Look, type Looked, lookAt } from "./baseline.ts";

/** Like {@link lookAt}; until a baseline is known, the reference stands in for it, with what is tolerated of it. */
export function lookWith(baseline: Baseline, look: Look, stand: Stand | undefined): Looked {
  const looked = lookAt(baseline, look);
  if (looked.expected !== null || stand === undefined) return looked;
  const { side } = look;
  const [low, high] = [stand.expected - stand.tolerance, stand.expected + stand.tolerance];
  return {
    ...looked,
    evidence: unlikeEvidence(look, { ...stand, ...(side === undefined ? {} : { side }) }),
    expected: { mean: stand.expected, low, high },
  };
}
