/** `node test/truth/full/readout.ts [--runs n]`: false positives and coverage of every kind of metric; prints tables, ends with 1 where a claim fails. */
import { concluded, runsAsked } from "../conclude.ts";
import { coverage, cupedVariance, falsePositives } from "../readout-claims.ts";

const runs = runsAsked(10_000);

concluded("False positives of a readout", falsePositives(runs));
concluded("Coverage of a readout's intervals", coverage(runs));
concluded("CUPED", cupedVariance(Math.ceil(runs / 5)));
