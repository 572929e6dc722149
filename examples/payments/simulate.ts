import { type Table, tableOf } from "../../src/data/index.ts";
import { payments } from "../../src/sim/index.ts";
import { isProgram, writeCsv } from "../write-csv.ts";

/** Days of payments of which chance blocked one in ten, with the chargebacks of the others. */
export function simulatePayments(days: number, seed = 1): Table {
  const business = payments({ seed, perDay: 500 });
  const { start } = business;
  return tableOf(business.historyKinds, [...business.history({ from: start, to: start + days * 86_400_000 })]);
}

if (isProgram(import.meta.url)) console.log(`Wrote ${await writeCsv("payments", simulatePayments(60))}`);
