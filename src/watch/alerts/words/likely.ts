import { formatDuration, formatTime } from "../../../report/index.ts";
import { firstOf, type Illness } from "../cause/cause-of.ts";
import { adviceFor } from "./steps.ts";
import { leadOf } from "./what.ts";

/** The likeliest cause of an illness, in words, and the evidence for it. */
export function likelyOf(illness: Illness): string {
  const { cause, change, roots, parts } = illness;
  if (change !== undefined) return wordChange(illness, change);
  if (cause.part === "data") return `the source ${cause.name}: ${roots.length} of its fields changed together`;
  if (cause.part === "stream" && roots.length > 1)
    return `the stream ${cause.name}: ${roots.length} features that it feeds changed together`;
  const about = adviceFor(leadOf(illness)?.kind ?? "")?.likely ?? "nobody has seen this kind before";
  const downstream = parts.length - roots.length;
  if (downstream === 0) return about;
  return `${about}: ${cause.part} ${cause.name} fell ill no later than ${others(downstream)} that it feeds`;
}

function others(count: number): string {
  return count === 1 ? "one other part" : `${count} other parts`;
}

function wordChange(illness: Illness, { by, at, why, subject }: NonNullable<Illness["change"]>): string {
  const gap = firstOf(illness) - at;
  const when = gap > 0 ? `${formatDuration(gap)} before the first sign` : "just before the first sign";
  const what = illness.cause.name === subject ? subject : `${illness.cause.name} (${subject})`;
  return `${what}, by ${by} at ${formatTime(at)}, ${when}: “${why}”`;
}
