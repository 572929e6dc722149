import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { Gap, TimeSummary } from "./profile.ts";
import { GRAINS, type TimeState } from "./time-state.ts";

const DAY = 86_400_000;
/** 1 January 1970 was a Thursday. */
const THURSDAY = 4;

/** What a column of times looks like. */
export function summariseTimes(state: TimeState): TimeSummary {
  return {
    grain: GRAINS[state.grain] ?? "millisecond",
    hours: [...state.hours],
    weekdays: state.spans ? weekdaysOf(state) : insufficient("times-too-far-apart"),
    longestGap: state.spans ? longestGap(state) : insufficient("times-too-far-apart"),
  };
}

function weekdaysOf({ days, first }: TimeState): readonly number[] {
  const counts = new Array<number>(7).fill(0);
  days.forEach((count, i) => {
    const weekday = (((first + i + THURSDAY) % 7) + 7) % 7;
    counts[weekday] = (counts[weekday] as number) + count;
  });
  return counts;
}

function longestGap({ days, first }: TimeState): Gap | Insufficient {
  let [last, longest, from] = [-1, 0, 0];
  for (let i = 0; i < days.length; i++) {
    if (days[i] === 0) continue;
    if (last >= 0 && i - last - 1 > longest) {
      longest = i - last - 1;
      from = last + 1;
    }
    last = i;
  }
  if (last < 0) return insufficient("too-few-rows", { need: 1, have: 0 });
  return { days: longest, from: (first + from) * DAY };
}
