/** `node test/truth/full/readout-sequential.ts [--runs n]`: intervals looked at after every unit; prints a table, ends with 1 where a claim fails. */
import { concluded, runsAsked } from "../conclude.ts";
import { peekedAtEveryStep, peekedFinds } from "../readout-sequential.ts";

const runs = runsAsked(10_000);
const UNITS = 1_000;

concluded("Looked at after every unit", [
  ...peekedAtEveryStep(runs, UNITS),
  ...peekedFinds(Math.ceil(runs / 5), UNITS),
]);
