import { type BarPlot, barPlot } from "../../../src/report/index.ts";
import type { Findings } from "./demo.ts";
import { DAY } from "./stage.ts";
import type { DayTally } from "./tally.ts";

/** True money per 1,000 decisions on the days that matter: before tastes turned, each on which something happened, and the next. */
export function daysPlot({ days, adapted }: Pick<Findings, "days" | "adapted">): BarPlot {
  const { turned, noticed, fellBack, promoted } = adapted;
  const happened: readonly Happened[] = [
    [turned, "tastes turn"],
    [noticed, "the alert"],
    [fellBack, "the rule again"],
    [promoted, "retrained"],
  ];
  const known = happened.flatMap(([at]) => (at === null ? [] : [startOf(at)]));
  const matter = new Set([startOf(turned) - DAY, ...known.flatMap((at) => [at, at + DAY]), days.at(-1)?.day]);
  const shown = days.flatMap((day, i) => (matter.has(day.day) ? [{ day, i }] : []));
  return barPlot({
    title: "True money per 1,000 decisions, around what happened",
    value: { label: "Money per 1,000 decisions", unit: { currency: "USD" } },
    bars: shown.map(({ day, i }) => ({ name: nameOf(day, i, happened), value: perThousand(day) })),
  });
}

/** When, if it did, and what. */
type Happened = readonly [number | null, string];

function startOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

function nameOf({ day }: DayTally, i: number, happened: readonly Happened[]): string {
  const notes = happened.flatMap(([at, note]) => (at !== null && startOf(at) === day ? [note] : []));
  return [`day ${i + 1}`, ...notes].join(", ");
}

function perThousand({ money, decisions }: DayTally): number {
  return Number(((1_000 * money) / Math.max(1, decisions)).toFixed(2));
}
