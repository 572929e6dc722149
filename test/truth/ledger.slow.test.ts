import { expect, test } from "vitest";
import { ledgerRuns } from "./ledger-runs.ts";
import { BUSINESS } from "./ledger-world.ts";
import { band } from "./tally.ts";

const WORLDS = 200;

test("the ledger's total is what was truly earned, its interval covers, and it agrees with the holdback as often as stated", () => {
  const { covers, agrees, truth, ledger, ledgerError, asMeasured, measuredError } = ledgerRuns(BUSINESS, WORLDS);
  expect(covers / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
  expect(agrees / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
  // The winner's curse is there, and nine tenths of it and more are taken off; four standard errors are left to chance.
  expect(asMeasured - truth).toBeGreaterThan(4 * measuredError);
  expect(Math.abs(ledger - truth)).toBeLessThan(0.1 * (asMeasured - truth) + 4 * ledgerError);
});

test("nothing is earned where no launch has an effect", () => {
  const { covers, truth, ledger, ledgerError, asMeasured } = ledgerRuns({ ...BUSINESS, spread: 0 }, WORLDS);
  expect(truth).toBe(0);
  expect(covers / WORLDS).toBeGreaterThan(0.95 - band(0.95, WORLDS));
  // That effects do not differ at all is never quite believed, so a part of the luck stays in.
  expect(ledger).toBeLessThan(0.2 * asMeasured + 4 * ledgerError);
});
