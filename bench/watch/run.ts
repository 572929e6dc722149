/**
 * `npm run bench:watch [-- part…] [--runs n] [--quick]`: what watching costs. Each part prints its table and writes
 * `bench/results/<part>.json`; all together are `bench/results/watch.json`.
 */
import { results, runParts } from "../frame/parts.ts";

await runParts({
  name: "watch",
  parts: ["seen"],
  runs: "3",
  programOf: (part) => new URL(`${part}.ts`, import.meta.url),
  resultOf: (part) => new URL(`${part}.json`, results),
});
