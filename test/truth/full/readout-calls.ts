/** `node test/truth/full/readout-calls.ts [--runs n]`: splits, many questions, verdicts, segments, novelty and beliefs; prints tables, ends with 1 where a claim fails. */
import { concluded, runsAsked } from "../conclude.ts";
import { beliefs, manyQuestions, novelties, segments, splits, verdicts } from "../readout-calls.ts";

const runs = runsAsked(10_000);
const fewer = Math.ceil(runs / 5);

concluded("Many questions, segments, beliefs", [...manyQuestions(runs), ...segments(runs), ...beliefs(10 * runs)]);
concluded("Splits and novelty", [...splits(fewer), ...novelties(fewer)]);
concluded("Verdicts", verdicts(fewer));
