import type { Arm } from "./arms.ts";
import type { DataSet } from "./data-set.ts";
import type { Walked } from "./walk.ts";
import { gainOf, weekly } from "./weekly.ts";

/** A data set, lived through by several arms. Plain data. */
export interface Replayed extends Pick<DataSet, "payoff" | "decides" | "rule"> {
  readonly title: string;
  readonly at: string;
  readonly currency: string;
  readonly learnDays: number;
  readonly arms: readonly (readonly [Arm, Walked])[];
  /** What a reader must know before reading the numbers. */
  readonly note?: string;
}

/** The arm that the others are held against. */
export const WITHOUT = "without";

/** One data set as a section of the table. */
export function sectionOf({ title, currency, learnDays, arms, note, ...data }: Replayed): string {
  const without = weekly(arms.find(([{ name }]) => name === WITHOUT)?.[1].days ?? []);
  const first = arms.find(([, { first }]) => first !== null)?.[1].first;
  const weeks = without.length;
  const rows = arms.map(([arm, walked]) => rowOf(arm, walked, without));
  return [
    `## ${title}`,
    ...(note === undefined ? [] : [note]),
    data.decides,
    `${data.payoff} The rule without ML: ${data.rule}.`,
    `The first model learns from the first ${learnDays / 7} weeks and serves from then on in every arm with a model, whether its gate lets it pass or not: ${
      first?.passed === true ? "it passed." : `it did not. ${first?.says ?? ""}`
    } ${weeks} weeks follow. Money is in ${currency}; "more" is a mean a week.`,
    table([
      ["arm", "a week", "more than without", "by blocks of four weeks", "loops", "promoted", "refused", "fell back"],
      ...rows,
    ]),
    ...arms.filter(([arm]) => arm.name === "alarms").map(([, walked]) => alarmsOf(walked)),
  ].join("\n\n");
}

function rowOf(arm: Arm, { days, loops }: Walked, without: Float64Array): readonly string[] {
  const mine = weekly(days);
  const ended = (end: string): string => String(loops.filter((one) => one.end === end).length);
  const isBase = arm.name === WITHOUT;
  return [
    `${arm.name}: ${arm.about}`,
    amount(mine.reduce((sum, one) => sum + one, 0) / mine.length),
    isBase ? "" : interval(mine, without, 1),
    isBase ? "" : interval(mine, without, 4),
    ...(arm.isRule === true || isBase
      ? ["", "", "", ""]
      : [String(loops.length), ended("champion"), ended("refused"), ended("fell-back")]),
  ];
}

function interval(mine: Float64Array, without: Float64Array, block: number): string {
  const found = gainOf(mine, without, block);
  if (found === null) return "no difference";
  return `${amount(found.value)} (${amount(found.low)} … ${amount(found.high)})`;
}

function amount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = rows.map((row) => `| ${row.join(" | ")} |`);
  return [head, `|${"---|".repeat(rows[0]?.length ?? 0)}`, ...rest].join("\n");
}

function alarmsOf({ alarms, loops }: Walked): string {
  const kinds = Object.entries(alarms).sort((a, b) => b[1] - a[1]);
  const began = new Map<string, number>();
  for (const { why } of loops) {
    const kind = why[0]?.split(":")[0] ?? "";
    began.set(kind, (began.get(kind) ?? 0) + 1);
  }
  const list = (pairs: readonly (readonly [string, number])[]): string =>
    pairs.map(([kind, count]) => `\`${kind}\` ${count}`).join(", ") || "none";
  return `Alarms in the arm that retrains on them: ${list(kinds)}. What its loops began with: ${list([...began])}.`;
}
