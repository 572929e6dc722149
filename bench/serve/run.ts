/**
 * `npm run bench:serve [-- part… --runs n --quick]`: runs every part in a process of its own, and prints one table of all.
 * Writes `bench/results/serve.json`, and `bench/tables/serve.md` where everything was run. What a part is compared with is left
 * out, with a word why, where it is not installed: the head of `peers.ts` says how to. What becomes of a server under faults is
 * `npm run bench:faults`.
 */
import { runParts } from "../frame/parts.ts";
import { resultOf } from "./part.ts";

/** System files mean these very sources by "alidade"; memory is counted after collecting. */
const doors = new URL("../../bin/doors.js", import.meta.url).href;

await runParts({
  name: "serve",
  parts: ["serving", "steady", "in-process", "rank", "peers", "models", "workers", "journal"],
  runs: "1",
  tableHead: `# What a decision costs, and what others take for it

Written by \`npm run bench:serve\`, every part at full length, with the peers of \`bench/serve/requirements.txt\` installed. The load
generator is open where a rate is named: latency counts from the moment at which a request should have left.`,
  programOf: (part) => new URL(`${part}.ts`, import.meta.url),
  resultOf,
  flags: ["--expose-gc", "--import", doors],
});
