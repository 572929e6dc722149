/**
 * `npm run bench:faults [-- fault… --times n --quick]`: what becomes of a server under load when it is killed, stopped, given
 * another model, a slow disk or a full one. A run of everything at full length writes `bench/tables/serve-faults.md`; one of
 * them alone with another `--times` is for looking closer: `npm run bench:faults -- kill --times 200`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scratchFolder } from "../../data/scratch.ts";
import { lookAround, machineLine, noiseLine } from "../../frame/machine.ts";
import { fullDisk } from "./full-disk.ts";
import { killUnderLoad } from "./kill.ts";
import { slowDisk } from "./slow-disk.ts";
import { stopUnderLoad } from "./stop.ts";
import { swapsUnderLoad } from "./swaps.ts";
import { type Finding, tableText, wordDisk, wordKilled, wordSlow, wordStopped, wordSwapped } from "./words.ts";

interface Setting {
  readonly folder: string;
  /** How often, unless the command line says otherwise. */
  readonly times: (full: number, quick: number) => number;
  readonly quick: boolean;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const FAULTS: Readonly<Record<string, (setting: Setting) => Promise<readonly Finding[]>>> = {
  kill: async ({ folder, times }) => [wordKilled(await killUnderLoad({ times: times(50, 5), state: folder, say }))],
  stop: async ({ folder, times }) => [wordStopped(await stopUnderLoad({ times: times(20, 3), state: folder }))],
  swaps: async ({ folder, times }) => [wordSwapped(await swapsUnderLoad({ changes: times(200, 20), folder, say }))],
  "slow-disk": async ({ folder, quick }) => {
    const lanes = quick ? 64 : 400;
    return wordSlow(await slowDisk({ delays: [0, 5, 50, 500, 0], seconds: quick ? 1 : 6, lanes, folder }));
  },
  "full-disk": async ({ folder, times }) => {
    const found: Finding[] = [];
    for (const whenFull of ["refuse", "answer"] as const)
      found.push(
        wordDisk(whenFull, await fullDisk({ whenFull, rounds: times(10, 2), folder: join(folder, whenFull) })),
      );
    return found;
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: "string" }, quick: { type: "boolean", default: false } },
});
const names = Object.keys(FAULTS);
const given = values.times === undefined ? undefined : Number(values.times);
if (
  positionals.some((name) => !names.includes(name)) ||
  !(given === undefined || (Number.isSafeInteger(given) && given > 0))
) {
  say(
    `Usage: npm run bench:faults -- [fault…] [--times n] [--quick]. Faults are ${names.join(", ")}; n is a whole number from 1.`,
  );
  process.exit(2);
}

const times = (full: number, quick: number): number => given ?? (values.quick ? quick : full);
const before = await lookAround();
const found: Finding[] = [];
for (const name of names.filter((one) => positionals.length === 0 || positionals.includes(one))) {
  say(name);
  const folder = scratchFolder(name);
  try {
    const fault = FAULTS[name] as (setting: Setting) => Promise<readonly Finding[]>;
    found.push(...(await fault({ folder, times, quick: values.quick })));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const noise = noiseLine([before]);
const text = tableText(found, [machineLine(before), ...(noise === undefined ? [] : [noise])]);
console.log(text);
if (positionals.length === 0 && !values.quick && given === undefined) {
  const tables = new URL("../../tables/", import.meta.url);
  mkdirSync(tables, { recursive: true });
  writeFileSync(new URL("serve-faults.md", tables), text);
}
process.exitCode = found.every(({ kept }) => kept !== false) ? 0 : 1;
