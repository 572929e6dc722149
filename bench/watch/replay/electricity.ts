import { tableOf } from "../../../src/data/index.ts";
import { actIf, binary, contract, csv, flag, gbdt, moneySaved, number, on, text, time } from "../../../src/index.ts";
import { known } from "../../../src/kernel/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import { type DataSet, linesOf, type Moment } from "./data-set.ts";

/** Elec2: half-hours of the electricity market of New South Wales, 1996 to 1998. */
export const ELECTRICITY = "electricity/elecNormNew.csv.gz";

const HALF_HOUR = 1_800_000;
/** Of the first row; half-hours follow each other without a gap. */
const START = Date.UTC(1996, 4, 7);
const PER_DAY = 48;

const market = contract({
  at: time({ format: "milliseconds" }),
  weekday: text(),
  half_hour: number({ integer: true, min: 0, max: 47 }),
  price: number(),
  demand: number(),
  vic_price: number(),
  vic_demand: number(),
  transfer: number(),
  was_up: flag(),
  up: flag({ known: "after" }),
});

const h = on(market);

/** Rest a plant in half-hours whose price lies above the mean of the last day. */
const systemNamed = (name: string): SystemDefinition =>
  h.system({
    name,
    source: csv("electricity.csv"),
    time: "at",
    objective: {
      ...{ metric: moneySaved, direction: "increase", baseline: 0, target: 60_000, by: "2027-12-31", currency: "AUD" },
      payoff: { rest: { yes: 10, no: -10 }, run: { yes: 0, no: 0 } },
      ...{ perYear: 365 * PER_DAY, asked: "energy buying", approves: ["plant lead"] },
    },
    outcomes: { up: h.outcome({ within: "30m", history: (r) => r.up, changedByActing: false }) },
    features: h.features((r) => ({
      ...{ weekday: r.weekday, halfHour: r.half_hour, price: r.price, demand: r.demand },
      ...{ vicPrice: r.vic_price, vicDemand: r.vic_demand, transfer: r.transfer, wasUp: r.was_up },
    })),
    rule: (f) => f.wasUp,
    heads: { up: binary({ label: "up", learner: gbdt() }) },
    weights: { up: { start: 1, min: 0, max: 1 } },
    policy: actIf({ threshold: "from-payoff" }),
    monitors: { period: "1d" },
  }) as unknown as SystemDefinition;

/** How long before the half-hour is decided. */
export type Ahead = "half-hour" | "day";

/** Reads the half-hours from the second day on. */
export function readElectricity(ahead: Ahead): DataSet {
  const back = ahead === "day" ? PER_DAY : 1;
  const rows = linesOf(ELECTRICITY).map((line) => line.split(","));
  const moments = rows
    .map((row, i): Moment | undefined => (i < PER_DAY ? undefined : momentOf(row, known(rows[i - back], "a row"), i)))
    .filter((moment) => moment !== undefined);
  const texts = { weekday: "text", was_up: "flag", up: "flag" } as const;
  const numbers = ["at", "half_hour", "price", "demand", "vic_price", "vic_demand", "transfer"] as const;
  const kinds = { ...texts, ...Object.fromEntries(numbers.map((name) => [name, "number" as const])) };
  const system = systemNamed(ahead === "day" ? "electricity-day-ahead" : "electricity");
  const before = ahead === "day" ? "the same half-hour of the day before" : "the half-hour before";
  return {
    ...{ system, outcome: "up", knownAfter: HALF_HOUR, moments },
    table: tableOf(
      kinds,
      moments.map(({ at, given, truth }) => ({ ...given, at, up: truth })),
    ),
    decides: `Each half-hour a plant with a load of about a megawatt rests or runs. Known then: the weekday, the half-hour, and the prices, demands, transfer and label of ${before}.`,
    payoff:
      "Resting while the price is above the mean of the last day saves AUD 10; resting while it is below costs AUD 10, as the work is caught up at a higher price. Half a megawatt-hour is moved, and prices of some tens of dollars lie about as far above their mean as below, so both are of the right size and alike.",
    rule: `rest when the price was above the mean in ${before}`,
  };
}

function momentOf(row: readonly string[], before: readonly string[], i: number): Moment {
  const value = (at: number): number => Number(before[at]);
  return {
    at: START + i * HALF_HOUR,
    given: {
      ...{ weekday: row[1] as string, half_hour: i % PER_DAY, price: value(3), demand: value(4) },
      ...{ vic_price: value(5), vic_demand: value(6), transfer: value(7), was_up: before[8] === "UP" },
    },
    truth: row[8] === "UP",
  };
}
