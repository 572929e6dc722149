/**
 * `npm run bench:watch -- replay [--quick]`: real data replayed in order of time, with retraining and without, in the money of the
 * objective. Reads electricity and bike-sharing from the folder that `ALIDADE_DATA` names, else from `../shared/data` beside the
 * clone, and leaves out what is not there. `node --import ./bin/doors.js bench/watch/replay.ts --only bikes` replays one of `bikes`,
 * `electricity`, `day-ahead`. What each came to is kept in `bench/results/replay-<name>.json`; the tables are made of all that is
 * kept: `bench/results/replay.json` and, of whole runs, `bench/tables/replay-retraining.md`. `--only nothing` makes them anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Line, Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine } from "../frame/machine.ts";
import { results } from "../frame/parts.ts";
import { ARMS } from "./replay/arms.ts";
import { BIKES, readBikes } from "./replay/bikes.ts";
import { type DataSet, isThere, placeOf } from "./replay/data-set.ts";
import { ELECTRICITY, readElectricity } from "./replay/electricity.ts";
import { HEAD } from "./replay/head.ts";
import { type Replayed, sectionOf, WITHOUT } from "./replay/report.ts";
import { type Walked, walk } from "./replay/walk.ts";
import { gainOf, weekly } from "./replay/weekly.ts";

const { values: options } = parseArgs({
  options: { runs: { type: "string" }, quick: { type: "boolean", default: false }, only: { type: "string" } },
});
const DAY = 86_400_000;
/** Weeks that a quick run lives through. */
const QUICK = 6;

interface Business {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly note?: string;
  read(): DataSet;
}

const DAY_AHEAD =
  "Added after the first days of the table above had been seen, in which the label of the half-hour before left a model nothing to add to the rule. Nothing else differs.";
const BUSINESSES: readonly Business[] = [
  { name: "bikes", title: "Bicycles", file: BIKES, read: readBikes },
  {
    ...{ name: "electricity", title: "Electricity, half an hour ahead" },
    ...{ file: ELECTRICITY, read: () => readElectricity("half-hour") },
  },
  {
    ...{ name: "day-ahead", title: "Electricity, a day ahead", note: DAY_AHEAD },
    ...{ file: ELECTRICITY, read: () => readElectricity("day") },
  },
];

async function replay({ title, note, read }: Business): Promise<Replayed> {
  const data = read();
  const [first, last] = [data.moments[0]?.at ?? 0, data.moments.at(-1)?.at ?? 0];
  const weeks = Math.floor((last + 1 - first) / DAY / 7);
  const learned = Math.floor(weeks / 4);
  const days = 7 * (options.quick ? QUICK : weeks - learned);
  const arms: (readonly [(typeof ARMS)[number], Walked])[] = [];
  for (const arm of ARMS) {
    const started = performance.now();
    arms.push([arm, await walk({ data, arm, learnDays: 7 * learned, days })]);
    process.stderr.write(`${title}, ${arm.name}: ${((performance.now() - started) / 1_000).toFixed(0)} s\n`);
  }
  const { payoff, decides, rule, system } = data;
  const { currency } = system.objective;
  const about = { at: new Date().toISOString(), title, currency, payoff, decides, rule };
  return { ...about, learnDays: 7 * learned, arms, ...(note === undefined ? {} : { note }) };
}

const keptAt = ({ name }: Business): URL => new URL(`replay-${name}${options.quick ? "-quick" : ""}.json`, results);

const before = await lookAround();
mkdirSync(results, { recursive: true });
const chosen = BUSINESSES.filter(({ name }) => options.only === undefined || options.only === name);
const absent = [...new Set(chosen.filter(({ file }) => !isThere(file)).map(({ file }) => placeOf(file)))];
for (const place of absent) process.stderr.write(`Skipped: ${place} is not there.\n`);
for (const business of chosen)
  if (isThere(business.file)) writeFileSync(keptAt(business), JSON.stringify(await replay(business)));

const replayed = BUSINESSES.map(keptAt)
  .filter((file) => existsSync(file))
  .map((file) => JSON.parse(readFileSync(file, "utf8")) as Replayed);
const lines = replayed.flatMap(({ title, arms }): Line[] => {
  const without = weekly(arms.find(([{ name }]) => name === WITHOUT)?.[1].days ?? []);
  return arms
    .filter(([{ name }]) => name !== WITHOUT)
    .map(([{ name }, { days }]) => ({
      what: `${title}, ${name}: more than without, a week`,
      value: gainOf(weekly(days), without, 1)?.value ?? 0,
      unit: "",
    }));
});
const notes = [
  ...absent.map((place) => `Skipped: ${place} is not there.`),
  ...(options.quick ? [`Quick: ${QUICK} weeks only.`] : ["Intervals are in bench/tables/replay-retraining.md."]),
  machineLine(before),
];
const measured: Measured = { lines, notes };
const sections = replayed.map(sectionOf).join("\n\n");
process.stdout.write(`${sections}\n`);
const about = "real data in order of time, with retraining and without";
const record = { benchmark: "replay", at: new Date().toISOString(), machine, before, ...options, about, ...measured };
writeFileSync(new URL("replay.json", results), `${JSON.stringify(record, null, 2)}\n`);
if (!options.quick && replayed.length > 0) {
  const lacking = BUSINESSES.filter((one) => !existsSync(keptAt(one))).map(({ title }) => title);
  const whole = lacking.length === 0 ? "" : `Not replayed yet: ${lacking.join("; ")}.\n\n`;
  writeFileSync(new URL("../tables/replay-retraining.md", import.meta.url), `${HEAD}\n${whole}${sections}\n`);
}
