import { count, formatQuantity, money } from "../../../report/index.ts";
import type { Alert, Level, TooLittle } from "../../../watch/index.ts";
import type { MonitorsLook } from "../look.ts";
import { broken, type Place, type Row } from "./row.ts";
import { type Ink, type Span, span, widthOf } from "./spans.ts";
import { ageOf, secondOf, timeOf } from "./words.ts";

/** How many monitors are quiet, which are in alarm, and how far they have read. */
export function monitorsRows(monitors: MonitorsLook, place: Place): readonly Row[] {
  const { alarmed, failed, period, without } = monitors;
  const read = period === null ? [] : [span(`read to ${wordEnd(period, place)}`, "quiet")];
  const names = [...new Set(alarmed.map(({ monitor }) => monitor))];
  const rest = names.length === 0 ? [] : [span(`${names.length} in alarm: ${names.join(", ")}`, "unknown")];
  const inner = { ...place, width: place.width - widthOf(read) - 2 };
  const rows = broken("Monitors", quietSpans(monitors), { rest, between: ", ", place: inner });
  return [
    ...rows.map((row, i) => (i === 0 ? { ...row, right: read } : row)),
    ...failed.map(({ monitor, why }): Row => ({ name: "", left: [span(`${monitor} failed: ${why}`, "bad")] })),
    ...monitors.tooLittle.map(tooLittleRow),
    ...(without === undefined ? [] : [{ name: "", left: [span(`Nothing to compare with: ${without}`, "quiet")] }]),
  ];
}

/** How much it has in a period of how much it needs, and the length that would bring it. */
function tooLittleRow({ monitor, kinds, of, perPeriod, least, period }: TooLittle): Row {
  const had = `${nameOf(monitor, kinds)}: ${Number(perPeriod.toPrecision(2))} of ${least} ${of} a period`;
  const todo = period === null ? "; a day has too few" : `; set period: "${period}"`;
  return { name: "", left: [span(`${had}${todo}`, "quiet")] };
}

/** A monitor that reads other things too is named by what it does not read. */
function nameOf(monitor: string, kinds: readonly string[]): string {
  return kinds.length === 1 ? kinds.join("") : monitor;
}

const MINUTE = 60_000;

/** With its seconds, where periods are that short. */
function wordEnd({ from, to }: NonNullable<MonitorsLook["period"]>, { now }: Place): string {
  return to - from < MINUTE ? secondOf(to) : timeOf(to, now);
}

function quietSpans({ quiet, waiting, off, alarmed }: MonitorsLook): readonly Span[] {
  const rest = [...(waiting === 0 ? [] : [`, ${waiting} waiting`]), ...(off === 0 ? [] : [`, ${off} off`])];
  return [
    span(`${quiet} quiet`, alarmed.length === 0 && quiet > 0 ? "good" : "plain"),
    ...rest.map((text) => span(text, "quiet")),
  ];
}

const MARKS: Readonly<Record<Level, readonly [mark: string, ink: Ink]>> = {
  page: ["✕", "bad"],
  warning: ["!", "unknown"],
  notice: ["·", "plain"],
};

/** Alerts, one a line, `most` at most; how to see the first, and how many more there are. */
export function alertRows(
  { name, alerts }: { readonly name: string; readonly alerts: readonly Alert[] },
  most: number,
  place: Place,
): readonly Row[] {
  const shown = alerts.slice(0, most);
  const [first] = shown;
  if (first === undefined) return [];
  const more = alerts.length - shown.length;
  const see = `alidade alerts show ${first.id.slice(0, 12)}`;
  const rest = more === 0 ? "" : `; ${more} more: alidade alerts ${name}`;
  return [
    ...shown.map((alert, i): Row => ({ ...alertRow(alert, place), name: i === 0 ? "Alerts" : "" })),
    { name: "", left: [span(`  ${see}${rest}`, "quiet")] },
  ];
}

/** Columns from which on an alert says what it costs. */
const ROOMY = 72;

function alertRow(alert: Alert, { width, now }: Place): Omit<Row, "name"> {
  const [mark, ink] = MARKS[alert.level];
  const isSeen = alert.status === "acknowledged";
  const untold = alert.told.filter(({ news, failed }) => news === alert.news && failed !== undefined);
  const harm = width < ROOMY ? "" : wordShortHarm(alert);
  return {
    left: [span(`${mark} `, ink), span(alert.what, isSeen ? "quiet" : "plain")],
    right: [
      ...(untold.length === 0 ? [] : [span(`${untold.map(({ channel }) => channel).join(", ")} not told  `, "bad")]),
      ...(isSeen ? [span(`${alert.acknowledged?.by ?? "somebody"} looks after it  `, "quiet")] : []),
      span(harm === "" ? "" : `${harm}  `),
      span(shortAge(now, alert.since), "quiet"),
    ],
  };
}

/** What it costs a day, as short as it can be said; nothing where nobody knows. */
function wordShortHarm({ harm: { money: amount, currency, entities } }: Alert): string {
  if (amount !== null && currency !== null && amount > 0)
    return `${formatQuantity(money(Number(amount.toPrecision(2)), currency), 0)} a day`;
  return entities === null || entities === 0 ? "" : `${formatQuantity(count(entities))} a day`;
}

/** In one unit. */
function shortAge(now: number, then: number): string {
  return ageOf(now, then).split(" ").slice(0, 2).join(" ");
}
