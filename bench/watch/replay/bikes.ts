import { tableOf } from "../../../src/data/index.ts";
import {
  contract,
  csv,
  gbdt,
  moneyEarned,
  number,
  on,
  perUnit,
  pickValue,
  regression,
  text,
  time,
} from "../../../src/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { type DataSet, linesOf, type Moment } from "./data-set.ts";

/** Rides of a bicycle hire in Washington by the hour, 2011 and 2012. */
export const BIKES = "bike_sharing/hour.csv";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const hire = contract({
  at: time({ format: "milliseconds" }),
  season: text(),
  month: number({ integer: true, min: 1, max: 12 }),
  hour: number({ integer: true, min: 0, max: 23 }),
  weekday: text(),
  holiday: text(),
  workingday: text(),
  weather: text(),
  temperature: number(),
  feels_like: number(),
  humidity: number(),
  wind: number(),
  week_before: number({ min: 0 }),
  rides: number({ min: 0, known: "after" }),
});

const h = on(hire);

/** Put out as many bicycles for an hour as will be wanted. */
const system = h.system({
  name: "bikes",
  source: csv("bikes.csv"),
  time: "at",
  objective: {
    ...{ metric: moneyEarned, direction: "increase", baseline: -500_000, target: -400_000, by: "2027-12-31" },
    ...{ currency: "USD", payoff: perUnit({ over: -0.5, under: -2 }), perYear: 8_760 },
    ...{ asked: "operations", approves: ["fleet lead"] },
  },
  outcomes: { rides: h.outcome({ within: "1h", history: (r) => r.rides, changedByActing: false }) },
  features: h.features((r) => ({
    ...{ season: r.season, month: r.month, hour: r.hour, weekday: r.weekday, holiday: r.holiday },
    ...{ workingday: r.workingday, weather: r.weather, temperature: r.temperature, feelsLike: r.feels_like },
    ...{ humidity: r.humidity, wind: r.wind, weekBefore: r.week_before },
  })),
  rule: (f) => f.weekBefore,
  heads: { rides: regression({ label: "rides", learner: gbdt() }) },
  policy: pickValue({ head: "rides" }),
  monitors: { period: "1d" },
});

interface Hour {
  readonly at: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** Reads the hours from the second week on. */
export function readBikes(): DataSet {
  const [head = "", ...lines] = linesOf(BIKES);
  const names = head.split(",");
  const hours = lines.map((line): Hour => {
    const cells = Object.fromEntries(line.split(",").map((cell, i) => [names[i] ?? "", cell]));
    return { at: Date.parse(`${cells.dteday}T00:00:00Z`) + Number(cells.hr) * HOUR, cells };
  });
  const rides = new Map(hours.map(({ at, cells }) => [at, Number(cells.cnt)]));
  const from = (hours[0]?.at ?? 0) + 7 * DAY;
  const moments = hours.filter(({ at }) => at >= from).map((hour) => momentOf(hour, rides));
  const texts = ["season", "weekday", "holiday", "workingday", "weather"] as const;
  const numbers = [
    "at",
    "month",
    "hour",
    "temperature",
    "feels_like",
    "humidity",
    "wind",
    "week_before",
    "rides",
  ] as const;
  const kinds = {
    ...Object.fromEntries(texts.map((name) => [name, "text" as const])),
    ...Object.fromEntries(numbers.map((name) => [name, "number" as const])),
  };
  return {
    ...{ system: system as unknown as SystemDefinition, outcome: "rides", knownAfter: HOUR, moments },
    table: tableOf(
      kinds,
      moments.map(({ at, given, truth }) => ({ ...given, at, rides: truth })),
    ),
    decides:
      "For each hour a number of bicycles is put out. Known then: the calendar, the weather, and the rides of the same hour a week before.",
    payoff:
      "A ride that is wanted and finds no bicycle loses USD 2, about a fare; a bicycle that is put out and not ridden costs USD 0.50 an hour of carrying and wear.",
    rule: "put out as many as were ridden in the same hour a week before",
  };
}

/** Where that hour of the week before is not in the data, the latest same hour before it. */
function weekBefore(at: number, rides: ReadonlyMap<number, number>): number {
  for (let then = at - 7 * DAY; then > at - 60 * DAY; then -= DAY) {
    const found = rides.get(then);
    if (found !== undefined) return found;
  }
  return 0;
}

function momentOf({ at, cells }: Hour, rides: ReadonlyMap<number, number>): Moment {
  const text = (name: string): string => cells[name] ?? "";
  const value = (name: string): number => Number(cells[name]);
  return {
    at,
    given: {
      ...{ season: text("season"), month: value("mnth"), hour: value("hr"), weekday: text("weekday") },
      ...{ holiday: text("holiday"), workingday: text("workingday"), weather: text("weathersit") },
      ...{ temperature: value("temp"), feels_like: value("atemp"), humidity: value("hum"), wind: value("windspeed") },
      week_before: weekBefore(at, rides),
    },
    truth: value("cnt"),
  };
}
