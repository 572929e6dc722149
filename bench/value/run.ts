/**
 * `npm run bench:value [-- part… --runs n]`: what readouts and off-policy estimates take, each in a process of its own, beside what
 * Python's users would pick. Each prints its table and writes `bench/results/<part>.json`; the head of each says how to install
 * what it is compared with.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PARTS: readonly string[] = ["readout", "events", "bootstrap", "off-policy"];
const words = process.argv.slice(2);
const options = words.findIndex((word) => word.startsWith("--"));
const named = options < 0 ? words : words.slice(0, options);
const passedOn = options < 0 ? [] : words.slice(options);

if (named.some((name) => !PARTS.includes(name))) {
  console.error(`Usage: npm run bench:value -- [part…] [--runs n]. Parts are ${PARTS.join(", ")}.`);
  process.exit(2);
}
const failed = PARTS.filter((name) => named.length === 0 || named.includes(name)).filter((name) => {
  const program = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  return spawnSync(process.execPath, [program, ...passedOn], { stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) console.error(`${failed.join(", ")} failed.`);
process.exitCode = failed.length === 0 ? 0 : 1;
