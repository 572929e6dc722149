/**
 * `npm run bench:watch [-- part…] [--runs n] [--quick]`: what watching and retraining cost, and what retraining earns on real data. Each
 * part prints its table and writes `bench/results/<part>.json`; all together are `bench/results/watch.json`.
 */
import { results, runParts } from "../frame/parts.ts";

/** System files mean these very sources by "alidade". */
const doors = new URL("../../bin/doors.js", import.meta.url).href;

await runParts({
  name: "watch",
  parts: ["seen", "end-to-end", "replay", "retrain"],
  runs: "3",
  programOf: (part) => new URL(`${part}.ts`, import.meta.url),
  resultOf: (part) => new URL(`${part}.json`, results),
  flags: ["--import", doors],
});
