import type { Seen, SliceSeen } from "../../seen/seen.ts";
import { type Measure, measureShare, shareAt } from "../evidence/measures.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { wordShare, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor } from "../monitor.ts";

/** So many slices are followed, the largest that were there when they were first seen. */
const MOST_SLICES = 48;

/** Slices that are acted on less than the rest used to let expect, and slices that are hardly asked about any more. */
export const segmentStarvation: Monitor<Record<never, never>, Followed> = defineMonitor({
  about: "slices that are no longer acted on, or no longer come",
  kinds: ["segment.starved", "segment.vanished"],
  params: {},
  restartsWithReference: false,
  start: (): Followed => ({}),
  step(state, period, { context }) {
    if (period.decisions === 0) return { state, readings: [] };
    const names = slicesOf(state, period);
    const subjects = names.flatMap((name) => [...cameSubject(name, period), ...actedSubject(name, period)]);
    const { followed, heard } = follow(state, { ...context, from: period.from }, subjects);
    return { state: followed, readings: heard.flatMap(readingsOfHeard) };
  },
});

const CAME = "came ";

/** Those that are followed already, and then the largest. */
function slicesOf(state: Followed, { slices }: Seen): readonly string[] {
  const known = Object.keys(state).flatMap((key) => (key.startsWith(CAME) ? [key.slice(CAME.length)] : []));
  const fresh = Object.entries(slices)
    .filter(([name]) => state[CAME + name] === undefined)
    .toSorted(([, a], [, b]) => b.decisions - a.decisions)
    .map(([name]) => name);
  return [...known, ...fresh].slice(0, MOST_SLICES);
}

const NONE: Pick<SliceSeen, "decisions" | "acted"> = { decisions: 0, acted: 0 };

function cameSubject(name: string, { slices, decisions }: Seen): readonly Subject[] {
  const measure = measureShare((slices[name] ?? NONE).decisions, decisions);
  if (measure === undefined) return [];
  return [
    {
      ...{ key: CAME + name, measure, guess: 0.03, side: "below", shown: shareAt },
      reading: ({ value, usual }) => ({
        ...{ kind: "segment.vanished", about: { part: "slice", name }, unit: "share", reach: usual ?? value },
        says: `${wordShare(value)} of the decisions are about ${name}${wordUsual(usual, wordShare)}`,
      }),
    },
  ];
}

/** How much less often than everybody a slice is acted on, as a difference of angles: what happens to all is not its own. */
function actedSubject(name: string, { slices, decisions, acted }: Seen): readonly Subject[] {
  const slice = slices[name] ?? NONE;
  const own = measureShare(slice.acted, slice.decisions);
  const rest = measureShare(acted - slice.acted, decisions - slice.decisions);
  if (own === undefined || rest === undefined || acted === 0) return [];
  const measure: Measure = { value: own.value - rest.value, variance: own.variance + rest.variance };
  return [
    {
      ...{ key: `acted ${name}`, measure, guess: 0.05, side: "below" },
      shown: (gap) => shareAt(rest.value + gap),
      reading: ({ usual }) => ({
        ...{
          kind: "segment.starved",
          about: { part: "slice", name },
          unit: "share",
          reach: slice.decisions / decisions,
        },
        says: `${wordShare(slice.acted / slice.decisions)} of the decisions about ${name} act${wordExpected(usual)}`,
      }),
    },
  ];
}

function wordExpected(usual: number | null): string {
  return usual === null ? "" : `, where ${wordShare(usual)} would be usual beside the rest`;
}
