import type { Instant } from "../../kernel/index.ts";
import { wordNumber } from "../monitors/followed/words.ts";
import type { Reading } from "../monitors/monitor.ts";
import { mergeNews } from "../seen/labels/merge-labels.ts";
import type { LabelNews } from "../seen/seen.ts";
import { hearEffect, type LastingEffect, noEffect } from "./lasting-effect.ts";
import { addToDay, type DaySoFar } from "./whole-day.ts";

/** What is usual of how many reports of an outcome come. Plain data. */
export interface ReportsEffect {
  readonly today?: DaySoFar<LabelNews>;
  readonly reports: LastingEffect;
}

export const noReportsEffect: ReportsEffect = Object.freeze({ reports: noEffect });

/** Takes what became known in a period; once a day tells whether fewer reports came than decisions of their ages let expect. */
export function stepReports(
  before: ReportsEffect,
  news: LabelNews | undefined,
  period: { readonly from: Instant; readonly periodMs: number; readonly outcome: string },
): { readonly effect: ReportsEffect; readonly reading?: Omit<Reading, "about" | "reach"> } {
  if (news === undefined) return { effect: before };
  const { today, whole } = addToDay(before.today, news, { ...period, merge: mergeNews });
  if (whole === undefined) return { effect: { reports: before.reports, ...(today === undefined ? {} : { today }) } };
  const [more, information] = whole.reports;
  const { next, evidence, bets, deviation } = hearEffect(before.reports, { score: more, information }, "below");
  const size = deviation === null ? "" : `, by ${wordNumber(Math.abs(deviation))} standard deviations`;
  return {
    effect: { reports: next },
    reading: {
      ...{ kind: "labels.missing", evidence, bets, over: "day", value: deviation, unit: "standard deviations" },
      expected: deviation === null ? null : [-3, 3],
      says: `${(deviation ?? 0) < 0 ? "fewer" : "more"} reports of ${period.outcome} came in a day than decisions of their ages let expect${size}`,
    },
  };
}
