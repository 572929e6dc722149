import { ledgerOf, reconcile } from "../../src/experiment/index.ts";
import { isInsufficient } from "../../src/kernel/index.ts";
import { type LedgerTruth, ledgerWorld } from "./ledger-world.ts";

/** What came of many histories of one business. */
export interface LedgerRun {
  readonly worlds: number;
  /** In how many the total's interval holds what was truly earned. */
  readonly covers: number;
  /** In how many ledger and holdback agree. */
  readonly agrees: number;
  /** Mean of truth, of the ledger, and of the measurements added up, in money. */
  readonly truth: number;
  readonly ledger: number;
  readonly asMeasured: number;
  /** Standard error of the mean of ledger less truth, and of measurements less truth. */
  readonly ledgerError: number;
  readonly measuredError: number;
}

/** Keeps the ledger of many histories. */
export function ledgerRuns(business: LedgerTruth, worlds: number): LedgerRun {
  let [covers, agrees, truths] = [0, 0, 0];
  const [off, raw]: [number[], number[]] = [[], []];
  for (let seed = 1; seed <= worlds; seed++) {
    const { truth, ...world } = ledgerWorld(business, seed);
    const request = { system: "shop", currency: "USD", ...world };
    const { total } = ledgerOf(request);
    if (isInsufficient(total.value)) throw new Error(total.value.reason);
    covers += Number(total.value.low <= truth && truth <= total.value.high);
    agrees += Number(reconcile(request)[0]?.agrees === true);
    off.push(total.value.value - truth);
    raw.push(total.asMeasured - truth);
    truths += truth;
  }
  const truth = truths / worlds;
  return {
    ...{ worlds, covers, agrees, truth },
    ledger: truth + mean(off),
    asMeasured: truth + mean(raw),
    ledgerError: errorOf(off),
    measuredError: errorOf(raw),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function errorOf(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0)) / values.length;
}
