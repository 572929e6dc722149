/**
 * `npm run truth [name …] [-- --runs n]`: every program of `full/`, or those named, one after the other. Each holds claims about
 * statistics against simulators whose truth is known, at full size, and prints its table. Ends with 1 where a claim fails.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("full/", import.meta.url));
const words = process.argv.slice(2);
const options = words.findIndex((word) => word.startsWith("--"));
const names = options < 0 ? words : words.slice(0, options);
const passedOn = options < 0 ? [] : words.slice(options);

const programs = readdirSync(folder)
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => names.length === 0 || names.includes(name));
const failed = programs.filter((name) => {
  const { status } = spawnSync(process.execPath, [`${folder}${name}.ts`, ...passedOn], { stdio: "inherit" });
  return status !== 0;
});
if (failed.length > 0) console.error(`A claim fails in ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 && programs.length > 0 ? 0 : 1;
