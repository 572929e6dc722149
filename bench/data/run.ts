/**
 * `npm run bench:data [-- part… --runs n --quick]`: runs every part, each in processes of its own, and prints one table of all.
 * Writes `bench/results/data.json`, and each part `bench/results/<part>.json`. What a part is compared with is left out, with a
 * word why, where its Python is missing: the head of each part says how to install it.
 */
import { results, runParts } from "../frame/parts.ts";

await runParts({
  name: "data",
  parts: ["profile", "curve", "as-of", "online"],
  runs: "3",
  programOf: (part) => new URL(`${part}.ts`, import.meta.url),
  resultOf: (part) => new URL(`${part}.json`, results),
});
