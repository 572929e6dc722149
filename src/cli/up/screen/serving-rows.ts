import { count, formatDuration, formatQuantity, sparkline } from "../../../report/index.ts";
import type { Look, ServesLook, TrafficLook } from "../look.ts";
import { broken, type Place, type Row, roomOf } from "./row.ts";
import { type Span, span, widthOf } from "./spans.ts";
import { ageOf, capital, shareOf } from "./words.ts";

/** What serves since when, to whom, and what is under way. */
export function servesRows({ release, since, arms, underWay }: ServesLook, place: Place): readonly Row[] {
  // On a clock of data, what was released "later" than now says nothing.
  const age = since === null || since > place.now ? "" : ` for ${ageOf(place.now, since)}`;
  const shares = arms.map(({ arm, share }) => `${arm} ${shareOf(share)}`).join(", ");
  return [
    ...broken("Serves", [span(release ?? "the rule", "strong"), span(age)], {
      ...{ rest: arms.length < 2 ? [] : [span(shares)], between: "; ", place },
    }),
    ...underWayRows({ underWay }),
  ];
}

/** A canary, an experiment: what will be over some day. */
export function underWayRows({ underWay }: Pick<ServesLook, "underWay">): readonly Row[] {
  return underWay.map((says): Row => ({ name: "", left: [span("› ", "accent"), span(capital(says))] }));
}

/** How many decisions there are, and how long they take. */
export function trafficRow(traffic: TrafficLook, { clock }: Pick<Look, "clock">, place: Place): Row {
  const { perMinute, failed } = traffic;
  if (perMinute.length === 0) return { name: "Decides", left: [span("Nothing was asked yet", "quiet")] };
  const rate = span(`${rateOf(traffic)} a ${clock === "data" ? "period" : "minute"} `);
  const times = span(timesOf(traffic));
  const trouble = failed === 0 ? [] : [span(`  ${formatQuantity(count(failed))} failed`, "bad")];
  const room = roomOf(place) - widthOf([rate, times, ...trouble]) - 2;
  return { name: "Decides", left: [rate, drawn(perMinute, room), times, ...trouble] };
}

/** The last of the rates: `1,204`. */
export function rateOf({ perMinute }: Pick<TrafficLook, "perMinute">): string {
  return formatQuantity(count(Math.round(perMinute.at(-1) ?? 0)));
}

function timesOf({ p50, p99 }: TrafficLook): string {
  const parts = [
    ...(p50 === null ? [] : [`p50 ${formatDuration(p50)}`]),
    ...(p99 === null ? [] : [`p99 ${formatDuration(p99)}`]),
  ];
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

/** Fewer columns than these show nothing. */
const LEAST = 4;

/** The last of some values as bars above nothing, as many as there is room for. */
export function drawn(values: readonly number[], room: number): Span {
  const shown = room < LEAST ? [] : values.slice(-room);
  const most = Math.max(0, ...shown.filter(Number.isFinite));
  return span(sparkline(shown, Math.min(0, ...shown.filter(Number.isFinite)), most === 0 ? 1 : most), "accent");
}
