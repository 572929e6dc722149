/**
 * `node bench/watch/truth.ts [--worlds storefront,ward,payments] [--months 1-20] [--by-day] [--jobs 2] [--peers folder]`: spoils
 * simulated months in every way that is known, and writes down what the monitors said of each. It can be done in parts: each
 * appends to `bench/results/truth-watching/` (a month that is done again counts as it came out last), and `truth-table.ts` joins
 * them. On a quiet core a month takes 10 seconds of the ward, 30 of the storefront by the hour and the day, 12 of it `--by-day`
 * alone. With `--peers` it writes what others read instead, for `truth-peers.ts`; `.cache/watch-streams` is where that looks.
 */
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { results } from "../frame/parts.ts";
import { type Case, cases } from "./truth/cases.ts";
import { countQuiet, type Month, openMonth, QUIET, type Quiet, watchQuiet } from "./truth/month.ts";
import { writePeerStreams } from "./truth/peer-streams.ts";
import { countSpoilt, type Spoilt, spoil, watchSpoilt } from "./truth/spoil.ts";
import { DAY, openWorld, type World, type WorldName } from "./truth/worlds.ts";

const { values: asked } = parseArgs({
  options: {
    worlds: { type: "string", default: "storefront,ward,payments" },
    months: { type: "string", default: "1-2" },
    peers: { type: "string" },
    "by-day": { type: "boolean", default: false },
    jobs: { type: "string", default: "1" },
    part: { type: "string", default: "0" },
  },
});
const [first = 1, last = first] = asked.months.split("-").map(Number);
const [jobs, part] = [Number(asked.jobs), Number(asked.part)];
const folder = new URL("truth-watching/", results);

function runMonth(world: World, number: number): void {
  const begun = performance.now();
  const month = openMonth(world, number);
  const spoilt = cases.map((one) => [one, spoil(one, month)] as const);
  if (asked.peers === undefined) watchMonth(month, spoilt);
  else writePeerStreams(asked.peers, month, spoilt);
  process.stderr.write(`${world.name} ${number}: ${((performance.now() - begun) / 1_000).toFixed(0)} s\n`);
}

/** For how long quiet systems are to stay without an alarm: as promised, and less and less. */
const LEVELS: readonly number[] = [1, 4, 16, 64].map((times) => QUIET / times);

/** One line for the quiet month, and one for each case, by each length of period and each promise. */
function watchMonth(month: Month, spoilt: readonly (readonly [Case, Spoilt | string])[]): void {
  const { world } = month;
  const lines = (asked["by-day"] ? [DAY] : world.periods).flatMap((periodMs) => {
    const seen = countQuiet(month, periodMs);
    const quiets = LEVELS.map((quietMs) => watchQuiet(month, { periodMs, quietMs, seen }));
    const found = spoilt.flatMap(([one, of]) => {
      const counted = typeof of === "string" ? [] : countSpoilt(of, month, periodMs);
      return quiets.map((quiet) => watchSpoilt(one, of, { month, quiet, seen: counted }));
    });
    return [...quiets.map((quiet) => quietLine(month, quiet)), ...found];
  });
  appendFileSync(new URL(`${world.name}.ndjson`, folder), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function quietLine({ world: { name }, number }: Month, { periodMs, quietMs, alarms }: Quiet) {
  const said = alarms.map(({ kind, about, at }) => ({ at, what: `${kind} ${about.name}` }));
  return { world: name, month: number, case: "quiet", periodMs, quietMs, days: 28, said };
}

/** The others run beside this one, each with its share of the months. */
function startOthers(): void {
  for (let other = 1; other < jobs && part === 0; other++)
    spawn(process.execPath, [fileURLToPath(import.meta.url), ...process.argv.slice(2), "--part", String(other)], {
      stdio: "inherit",
    });
}

mkdirSync(folder, { recursive: true });
startOthers();
for (const name of asked.worlds.split(",") as WorldName[]) {
  const world = openWorld(name);
  for (let number = first; number <= last; number++) if (number % jobs === part) runMonth(world, number);
}
