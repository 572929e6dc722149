/**
 * `npm run bench:serve [-- part… --runs n --quick]`: runs every part in a process of its own, and prints one table of all.
 * Writes `bench/results/serve.json`. What a part is compared with is left out, with a word why, where it is not installed: the
 * head of `peers.ts` says how to. What becomes of a server under faults is `npm run bench:faults`.
 */
import { runParts } from "../frame/parts.ts";
import { resultOf } from "./part.ts";

/** System files mean these very sources by "alidade"; memory is counted after collecting. */
const doors = new URL("../../bin/doors.js", import.meta.url).href;

await runParts({
  name: "serve",
  parts: ["serving", "steady", "in-process", "rank", "peers", "models", "workers", "journal"],
  runs: "1",
  programOf: (part) => new URL(`${part}.ts`, import.meta.url),
  resultOf,
  flags: ["--expose-gc", "--import", doors],
});
