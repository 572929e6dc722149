/** `node test/truth/full/designs.ts [--runs n]`: every design against a simulated case whose answer is known; prints a table, ends with 1 where a claim fails. */
import { concluded, runsAsked } from "../conclude.ts";
import { DESIGN_CLAIMS } from "../designs-runs.ts";

const runs = runsAsked(10_000);
concluded(
  "Designs of experiments",
  Object.values(DESIGN_CLAIMS).flatMap((claims) => claims(runs)),
);
