import { formatDuration, formatNumber } from "../../../report/index.ts";
import type { Counted } from "../monitor.ts";

/** How much of one thing that a monitor needs came lately: sums over periods, of which those of two days ago count a third. Plain data. */
export interface Supply extends Pick<Counted, "kinds" | "of" | "least"> {
  readonly periods: number;
  /** Of the thing itself. */
  readonly sum: number;
  /** Periods that had enough. */
  readonly enough: number;
}

/** By name of the monitor. */
export type Supplies = Readonly<Record<string, readonly Supply[]>>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FADES = 2 * DAY;

/** What came, with one period more. */
export function suppliedAfter(
  before: readonly Supply[] = [],
  counted: readonly Counted[],
  periodMs: number,
): readonly Supply[] {
  const fade = fadeOf(periodMs);
  return counted.map(({ kinds, of, least, n }) => {
    const known = before.find((one) => one.of === of && one.least === least);
    const { periods = 0, sum = 0, enough = 0 } = known ?? {};
    return {
      ...{ kinds, of, least },
      ...{ periods: fade * periods + 1, sum: fade * sum + n, enough: fade * enough + (n >= least ? 1 : 0) },
    };
  });
}

/** A monitor for which a period has too little of something to read anything. */
export interface TooLittle {
  readonly monitor: string;
  /** What it does not read therefore. */
  readonly kinds: readonly string[];
  /** What it needs: "decisions". */
  readonly of: string;
  /** On average. */
  readonly perPeriod: number;
  readonly least: number;
  readonly periodMs: number;
  /** The shortest length of a period, in the words of the system file, that would bring enough; null where a day does not. */
  readonly period: string | null;
}

/** Lengths that fill a day. */
const LENGTHS: readonly (readonly [words: string, ms: number])[] = [
  ...[1, 5, 10, 15, 30].map((n) => [`${n}m`, n * 60_000] as const),
  ...[1, 2, 3, 4, 6, 8, 12].map((n) => [`${n}h`, n * HOUR] as const),
  ["1d", DAY],
];

/** Of so many periods, and of a whole day with its night, it can be told what usually comes. */
const TELLING = 6;

/** What `periods` of a {@link Supply} comes to by then, give or take the rounding of its sum. */
function tellingOf(periodMs: number): number {
  const periods = Math.max(TELLING, Math.ceil(DAY / periodMs));
  const fade = fadeOf(periodMs);
  return (1 - fade ** periods) / (1 - fade) - 1e-9;
}

/** What a period counts once another has passed. */
function fadeOf(periodMs: number): number {
  return Math.exp(-periodMs / FADES);
}

/** What reads nothing on most days, because periods are too short for the traffic there is. */
export function tooLittle(supplies: Supplies, periodMs: number): readonly TooLittle[] {
  const telling = tellingOf(periodMs);
  return Object.entries(supplies).flatMap(([monitor, all]) =>
    all
      .filter((one) => one.periods >= telling && perDay(one, one.enough, periodMs) < 0.5)
      // Of what does not come at all, such as labels whose windows are open, no length brings more.
      .filter((one) => perDay(one, one.sum, periodMs) >= 1)
      .map(({ kinds, of, least, periods, sum }): TooLittle => {
        const perPeriod = sum / periods;
        // By chance some have less: two standard deviations are to spare.
        const enough = least + 2 * Math.sqrt(least);
        const fits = LENGTHS.find(([, ms]) => ms > periodMs && (perPeriod * ms) / periodMs >= enough);
        return { monitor, kinds, of, perPeriod, least, periodMs, period: fits?.[0] ?? null };
      }),
  );
}

function perDay({ periods }: Supply, sum: number, periodMs: number): number {
  return (sum / periods) * (DAY / periodMs);
}

/** `8.3 decisions a period of 1 h, and needs 30: set \`monitors: { period: "6h" }\` in the system file`. */
export function wordTooLittle({
  of,
  perPeriod,
  least,
  periodMs,
  period,
}: Omit<TooLittle, "monitor" | "kinds">): string {
  const had = `${formatNumber(Number(perPeriod.toPrecision(2)))} ${of} a period of ${formatDuration(periodMs)}, and needs ${least}`;
  return period === null
    ? `${had}: a day brings too few as well`
    : `${had}: set \`monitors: { period: "${period}" }\` in the system file`;
}
