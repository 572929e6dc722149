import { expect, test } from "vitest";
import { previewProposal, proposedState } from "../../src/decide/index.ts";
import { clinicLog, exploring, LATER, trueMoney } from "../../src/decide/preview/log.conformance.ts";
import { served, system } from "../../src/decide/served.conformance.ts";
import { known } from "../../src/kernel/index.ts";
import { closeBenches } from "../../src/train/clinic.conformance.ts";
import { band, noTally, note, summary } from "./tally.ts";

closeBenches();

const RUNS = 80;
const DECISIONS = 500;

test("the movement of the money that a preview tells holds the true one as often as it says", async () => {
  const serving = exploring((await served()).serving, 0.4);
  const proposal = { weights: { risk: 0.7 } };
  const truth = trueMoney(proposedState(serving, proposal)) - trueMoney(serving);
  let tally = noTally;
  for (let run = 0; run < RUNS; run++) {
    const stored = clinicLog(serving, { count: DECISIONS, run });
    const servedBy = async () => serving;
    const found = await previewProposal({ system, now: LATER, serving, proposal, ...stored, servedBy });
    tally = note(
      tally,
      known(
        found.metrics.find(({ unit }) => unit === "money"),
        "money",
      ).movement,
      truth,
    );
  }
  const { told, coverage, biasErrors } = summary(tally);
  expect(told).toBe(RUNS);
  expect(coverage).toBeGreaterThan(0.95 - band(0.95, RUNS));
  expect(Math.abs(biasErrors)).toBeLessThan(4);
});
