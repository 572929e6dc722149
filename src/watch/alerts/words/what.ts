import type { Symptom } from "../alert.ts";
import type { Illness } from "../cause/cause-of.ts";

/** The symptom that speaks for an illness: of its roots, the one that touches most, of these the strongest. */
export function leadOf({ roots, parts }: Illness): Symptom | undefined {
  const [first] = (roots.length > 0 ? roots : parts).flatMap(({ symptoms }) => symptoms).toSorted(byWeight);
  return first;
}

/** What a broken limit touches comes first, then by reach, by how plainly a kind says what is the matter, and by strength. */
export function byWeight(a: Symptom, b: Symptom): number {
  return (
    Number(b.isBreach) - Number(a.isBreach) ||
    b.reach - a.reach ||
    plainness(b) - plainness(a) ||
    b.strength - a.strength
  );
}

/** Of one head: how many came and were foreseen says more than a loss, and a loss more than that some detector spoke. */
const VAGUE: readonly string[] = [
  "concept.drifted",
  "quality.estimate-failed",
  "quality.estimated-worse",
  "quality.worse",
  "quality.below-reference",
  "calibration.slope",
  "calibration.gap",
];

/** Kinds that are not named say plainly what they are about. */
function plainness({ kind }: Symptom): number {
  const at = VAGUE.indexOf(kind);
  return at < 0 ? VAGUE.length : at;
}

/** One line: what is wrong. */
export function whatOf(illness: Illness): string {
  const { cause, roots, change } = illness;
  const says = capital(leadOf(illness)?.says ?? "something is wrong");
  if (cause.part === "data") return `${roots.length} inputs changed at once, such as: ${says}`;
  if (cause.part === "stream" && roots.length > 1)
    return `${roots.length} inputs from the stream ${cause.name} changed at once, such as: ${says}`;
  return change === undefined ? says : `${says}, since ${wordChange(illness)}`;
}

const CHANGED: Readonly<Record<string, string>> = { release: "a release", objective: "a change of the objective" };

function wordChange({ cause, change }: Illness): string {
  if (change?.what.startsWith("weights.") === true) return `the weights were changed (${cause.name})`;
  if (change?.what === "plan.rolled-back") return `a rollback (${cause.name})`;
  return `${CHANGED[cause.part] ?? "a change"} (${cause.name})`;
}

/** A sentence's beginning, unless it begins with a name in lower case that has other signs in it. */
export function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
