import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** Price of a square metre, in USD. */
const DISTRICTS = { centre: 5_200, river: 4_300, hill: 3_900, station: 3_000, outskirts: 2_400 } as const;
const NAMES = Object.keys(DISTRICTS) as readonly (keyof typeof DISTRICTS)[];
/** Standard deviation of what one sale differs from the next, in USD. */
export const NOISE = 25_000;

/** What a house is worth on average, in USD: nobody can know more before it is sold. */
export function worthOf({ district, area, rooms, built, garden }: Row): number {
  const base = DISTRICTS[district as keyof typeof DISTRICTS] * (area as number) ** 0.9;
  const age = 1 - 0.0012 * Math.min(100, 2026 - (built as number));
  return base * age + 6_000 * (rooms as number) + (garden === true ? 20_000 : 0);
}

/** Houses that were sold. */
export function simulateHouses(rows: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "houses" });
  const kinds = {
    house: "text",
    district: "text",
    area: "number",
    rooms: "number",
    built: "number",
    garden: "flag",
    last_estimate: "number",
    price: "number",
  } as const;
  const houses = Array.from({ length: rows }, (_, i): Row => {
    const area = Math.round(40 + 90 * draws.uniform() + 60 * draws.uniform() ** 3);
    const house = {
      house: `h${i}`,
      district: NAMES[draws.integer(NAMES.length)] as string,
      area,
      rooms: Math.max(1, Math.round(area / 28 + draws.normal())),
      built: 1900 + draws.integer(125),
      garden: draws.uniform() < 0.4,
    };
    const worth = worthOf(house);
    return {
      ...house,
      last_estimate: draws.uniform() < 0.3 ? null : Math.max(0, Math.round(worth * (0.9 + 0.2 * draws.normal()))),
      price: Math.max(20_000, Math.round(worth + NOISE * draws.normal())),
    };
  });
  return tableOf(kinds, houses);
}
