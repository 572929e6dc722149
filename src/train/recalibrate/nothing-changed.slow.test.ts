import { expect, test } from "vitest";
import { closeBenches } from "../clinic.conformance.ts";
import { USUAL } from "./drifting.conformance.ts";
import { again, served, system } from "./served.conformance.ts";

closeBenches();

const WORLDS = 24;
/** A gain is shown where nothing is gained. */
const ERROR = 0.025;

test("nothing has changed: a recalibration passes the gate as often as its interval may err, and is stopped by nothing else", async () => {
  let passed = 0;
  for (let seed = 1; seed <= WORLDS; seed++) {
    const { run, history } = await served(USUAL, { seed });
    const { result } = await run(system, history, again);
    const open = result.gate.reasons.filter(({ finding }) => finding !== "pass");
    if (result.gate.verdict === "pass") passed++;
    else expect(open.map(({ code }) => code)).toEqual(["value.over-champion"]);
  }
  // Four standard deviations of such a count.
  expect(passed).toBeLessThanOrEqual(WORLDS * ERROR + 4 * Math.sqrt(WORLDS * ERROR * (1 - ERROR)));
}, 120_000);
