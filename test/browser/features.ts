import { contract, flag, number, text, time } from "../../src/data/index.ts";
import { when } from "../../src/features/index.ts";
import { rng } from "../../src/kernel/index.ts";
import { encodeHead, type Model } from "../../src/model/index.ts";
import { on } from "../../src/system/index.ts";

const visits = contract(
  {
    size: number({ missing: 1 }),
    count: number({ integer: true, missing: 1 }),
    name: text({ missing: 1 }),
    city: text({ missing: 1 }),
    vip: flag({ missing: 1 }),
    at: time({ zone: "Europe/Berlin", missing: 1 }),
    since: time({ missing: 1 }),
    back: flag({ known: "after" }),
  },
  { missingValues: ["?"] },
);

const declared = on(visits).features((r) => ({
  sum: r.size.plus(r.count).minus(0.1).times(1.7),
  per: r.size.per(r.count),
  least: r.size.min(r.count).max(-3),
  log: r.size.abs().log1p(),
  root: r.size.sqrt(),
  round: r.size.round(),
  floor: r.size.floor(),
  clip: r.size.clip(-1, 1),
  metres: r.size.converted("km", "m"),
  band: r.size.bucket([-10, 0, 10]),
  kind: r.count.asCategory(),
  known: r.size.orElse(r.count).atLeast(0.3),
  either: r.vip.and(r.size.above(0)).or(r.count.equals(3)).not(),
  weight: r.vip.asNumber(),
  oslo: r.city.equals("Oslo"),
  some: r.city.oneOf(["Rome", "東京"]),
  same: r.city.sameAs(r.name),
  begins: r.name.startsWith("Å"),
  holds: r.name.contains("s"),
  lower: r.name.lower(),
  first: r.name.first(2),
  length: r.name.length(),
  read: r.name.asNumber(),
  hour: r.at.hour(),
  weekday: r.at.dayOfWeek(),
  day: r.at.dayOfMonth(),
  month: r.at.month(),
  year: r.at.year(),
  days: r.at.daysSince(r.since),
  gone: r.size.isMissing(),
  chosen: when(r.vip, r.size, r.count),
}));

const model: Model = {
  format: "constant",
  signature: { task: "binary", features: [], classes: [] },
  calibration: { kind: "none" },
  body: { outputs: [0.5] },
};
const features = Object.fromEntries(Object.entries(declared).map(([name, { node }]) => [name, node]));

/** A head whose features use every operator. */
export const everyOperator: string = encodeHead({
  ...{ system: "visits", head: "every", id: "mdl_0", model },
  reading: { contract: visits, features },
});

const draws = rng({ seed: 9, purpose: "test.features" });
const one = <T>(of: readonly T[]): T => of[draws.integer(of.length)] as T;

/** What callers may give, now and then nothing. */
export const given: readonly object[] = Array.from({ length: 200 }, () => ({
  size: one([null, -1, 0, draws.normal(), 1e9 * draws.normal(), 1e-12 * draws.normal()]),
  count: one([null, 0, 3, draws.integer(1_000)]),
  name: one([null, "", "?", "Åsa", "ÅSA İ ß", "Rome", "3.5", " 12 ", "🦊🦊"]),
  city: one([null, "Oslo", "Rome", "東京", "Atlantis"]),
  vip: one([null, true, false]),
  at: one([
    null,
    "2026-03-29T01:30:00",
    "2026-10-24T23:59:59.999",
    "1969-12-31",
    Date.UTC(2026, 0, draws.integer(365)),
  ]),
  since: one([null, "2024-02-29T12:00:00Z", 0]),
}));
