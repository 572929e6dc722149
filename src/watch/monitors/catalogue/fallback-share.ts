import type { Seen } from "../../seen/seen.ts";
import { measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { reachOfHead } from "../followed/heads.ts";
import { wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext } from "../monitor.ts";

/** Decisions that something else answered than the release's own heads, and heads that gave no answer. */
export const fallbackShare: Monitor<Record<never, never>, Followed> = defineMonitor({
  about: "decisions that a fallback answered, and heads that gave no answer",
  kinds: ["fallback.risen", "head.silent"],
  params: {},
  restartsWithReference: false,
  start: (): Followed => ({}),
  step(state, period, { context }) {
    const { followed, heard } = follow(state, { ...context, from: period.from }, subjectsOf(context, period));
    return { state: followed, readings: heard.flatMap(readingsOfHeard) };
  },
});

function subjectsOf({ system }: MonitorContext, period: Seen): readonly Subject[] {
  const { decisions, fellBack, heads } = period;
  const fallen = Object.values(fellBack).reduce((sum, n) => sum + n, 0);
  const common = { guess: 0.02, side: "above", shown: shareAt } as const;
  const all = measureShare(fallen, decisions);
  if (all === undefined) return [];
  const first: Subject = {
    ...{ ...common, key: "all", measure: all, plain: fallen / decisions },
    reading: ({ value, usual }) => ({
      ...{
        kind: "fallback.risen",
        about: { part: "score", name: system.name },
        unit: "share",
        reach: fallen / decisions,
      },
      says: `a fallback answered ${wordShare(value)} of the decisions${wordUsual(usual, wordShare)}${wordLevels(fellBack)}`,
    }),
  };
  const silent = Object.entries(heads).flatMap(([name, { missing }]): readonly Subject[] => {
    const measure = measureShare(Math.min(missing, decisions), decisions);
    if (measure === undefined || system.heads[name] === undefined) return [];
    const reading: Subject["reading"] = ({ value, usual }) => ({
      ...{
        kind: "head.silent",
        about: { part: "head", name },
        unit: "share",
        reach: value * reachOfHead(system, name),
      },
      says: `${name} gave no answer in ${wordShare(value)} of the decisions${wordUsual(usual, wordShare)}`,
    });
    return [{ ...common, key: `head ${name}`, measure, plain: Math.min(1, missing / decisions), reading }];
  });
  return [first, ...silent];
}

/** Who answered instead, the most frequent first. */
function wordLevels(fellBack: Seen["fellBack"]): string {
  const levels = Object.entries(fellBack).filter(([, n]) => n > 0);
  if (levels.length === 0) return "";
  const sorted = levels.toSorted(([, a], [, b]) => b - a).map(([level]) => level);
  return `: ${sorted.join(", ")}`;
}
