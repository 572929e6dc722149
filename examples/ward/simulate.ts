import { type Table, tableOf } from "../../src/data/index.ts";
import { ward } from "../../src/sim/index.ts";
import { isProgram, writeCsv } from "../write-csv.ts";

/** Days of discharges of which chance called 8 in 100 while somebody was free. */
export function simulateWard(days: number, seed = 1): Table {
  const business = ward({ seed, perDay: 200 });
  const { start } = business;
  return tableOf(business.historyKinds, [...business.history({ from: start, to: start + days * 86_400_000 })]);
}

if (isProgram(import.meta.url)) console.log(`Wrote ${await writeCsv("ward", simulateWard(120))}`);
