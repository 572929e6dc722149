import type { Objective } from "../../objective/index.ts";
import { keyValues, type Section, type Value, words } from "../../report/index.ts";
import { wordLevel } from "./level-words.ts";

/** A benefit that is not counted in money, and whether anything follows it. */
export interface TrackedBenefit {
  readonly benefit: string;
  /** The watched metric that follows it; null where none does. */
  readonly metric: string | null;
  /** A metric that is named and not watched; null otherwise. */
  readonly unknown: string | null;
}

/** The benefits of the brief beside the metrics that the objective watches. */
export function benefitsOf(objective: Objective): readonly TrackedBenefit[] {
  if (!objective.stated) return [];
  const { brief, metrics = {} } = objective;
  return (brief?.benefits ?? []).map(({ benefit, tracked }) => {
    const known = tracked !== undefined && Object.hasOwn(metrics, tracked);
    return {
      benefit,
      metric: known ? tracked : null,
      unknown: tracked === undefined || known ? null : tracked,
    };
  });
}

/** What is not counted in money, and how it is followed. */
export function benefitSection(objective: Objective): readonly Section[] {
  const benefits = benefitsOf(objective);
  if (benefits.length === 0) return [];
  const entries = benefits.map((one) => ({ name: one.benefit, value: trackedWord(one), note: noteOf(one, objective) }));
  return [
    {
      title: "What is not counted in money",
      lead: "No price was put on these. Each is followed by a metric, or by nothing.",
      blocks: [keyValues(entries)],
    },
  ];
}

function trackedWord({ metric }: TrackedBenefit): Value {
  return metric === null ? words("untracked", { tone: "unknown" }) : words("tracked", { tone: "good" });
}

function noteOf({ metric, unknown }: TrackedBenefit, objective: Objective): string {
  if (unknown !== null) return `It names \`${unknown}\`, and no watched metric has that name.`;
  if (metric === null) return "Nothing follows it: whether it comes about will not be known.";
  const watched = objective.stated ? objective.metrics?.[metric] : undefined;
  if (watched === undefined) return `Followed by \`${metric}\`.`;
  const { baseline, target, measure } = watched;
  const from =
    baseline === undefined ? "no baseline is known" : `${wordLevel(baseline, measure, objective.currency)} today`;
  const to = target === undefined ? "no target is set" : `${wordLevel(target, measure, objective.currency)} wanted`;
  return `Followed by \`${metric}\`: ${from}, ${to}.`;
}
