import { type BarPlot, barPlot } from "../../../src/report/index.ts";
import type { Findings } from "./demo.ts";
import { DAY } from "./stage.ts";
import type { DayTally } from "./tally.ts";

/** Days before tastes turn that are shown. */
const BEFORE = 2;
/** Rows that the plot has at most. */
const MOST = 12;

/** True money per 1,000 decisions day by day, with what happened on each, from shortly before tastes turned. */
export function daysPlot({ days, adapted }: Pick<Findings, "days" | "adapted">): BarPlot {
  const { turned, noticed, promoted } = adapted;
  const happened: readonly Happened[] = [
    [turned, "tastes turn"],
    [noticed, "the alert"],
    [promoted, "retrained"],
  ];
  const bars = days.map((day, i) => ({ day, name: nameOf(day, i, happened), value: perThousand(day) }));
  const shown = bars.filter(({ day }) => day.day >= turned - BEFORE * DAY).slice(-MOST);
  return barPlot({
    title: "True money per 1,000 decisions, day by day",
    value: { label: "Money per 1,000 decisions", unit: { currency: "USD" } },
    bars: shown.map(({ name, value }) => ({ name, value })),
  });
}

/** When, if it did, and what. */
type Happened = readonly [number | null, string];

function nameOf({ day }: DayTally, i: number, happened: readonly Happened[]): string {
  const notes = happened.flatMap(([at, note]) => (at !== null && at >= day && at < day + DAY ? [note] : []));
  return [`day ${i + 1}`, ...notes].join(", ");
}

function perThousand({ money, decisions }: DayTally): number {
  return Number(((1_000 * money) / Math.max(1, decisions)).toFixed(2));
}
