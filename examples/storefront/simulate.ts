import { type Table, tableOf } from "../../src/data/index.ts";
import { storefront } from "../../src/sim/index.ts";
import { isProgram, writeCsv } from "../write-csv.ts";

/** Days of visits of which chance promoted one in five. */
export function simulateStorefront(days: number, seed = 1): Table {
  const business = storefront({ seed, perDay: 500 });
  const { start } = business;
  return tableOf(business.historyKinds, [...business.history({ from: start, to: start + days * 86_400_000 })]);
}

if (isProgram(import.meta.url)) console.log(`Wrote ${await writeCsv("storefront", simulateStorefront(60))}`);
