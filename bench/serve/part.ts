import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { scratchFolder } from "../data/scratch.ts";
import type { Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { tableOf } from "../frame/print.ts";

/** One table of the serving benchmark. */
export interface Part {
  readonly name: string;
  readonly about: string;
  /** What can be given on its command line, as text, beside `--runs` and `--quick`; with defaults. */
  readonly options?: Readonly<Record<string, string>>;
}

/** What a part is given. */
export interface PartTools {
  /** How often each thing is measured; the median counts. */
  readonly runs: number;
  readonly quick: boolean;
  /** An empty folder on the repository's disk, removed afterwards. */
  readonly folder: string;
  /** What was given on the command line. */
  option(name: string): string;
  say(text: string): void;
}

/** Where a part leaves its table. */
export function resultOf(part: string): URL {
  return new URL(`../results/serve-${part}.json`, import.meta.url);
}

/** Runs a part as a program: prints its table, and writes `bench/results/serve-<part>.json`. */
export async function runPart(part: Part, measure: (tools: PartTools) => Promise<Measured>): Promise<void> {
  const { name, about } = part;
  const values = given(part);
  const folder = scratchFolder(`serve-${name}`);
  const before = await lookAround();
  try {
    const option = (asked: string): string => values[asked] as string;
    const tools = { runs: Number(option("runs")), quick: values.quick === true, folder, option, say };
    const { lines, notes } = await measure(tools);
    const after = await lookAround();
    const noise = noiseLine([before, after]);
    const measured = { lines, notes: [...notes, machineLine(before), ...(noise === undefined ? [] : [noise])] };
    console.log(tableOf({ name, about, run: () => Promise.resolve(measured) }, measured));
    mkdirSync(new URL(".", resultOf(name)), { recursive: true });
    const record = {
      benchmark: name,
      about,
      at: new Date().toISOString(),
      machine,
      before,
      after,
      ...values,
      ...measured,
    };
    writeFileSync(resultOf(name), `${JSON.stringify(record, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function given({ options = {} }: Part): Readonly<Record<string, string | boolean | undefined>> {
  const own = Object.entries(options).map(([name, value]) => [name, { type: "string", default: value }] as const);
  const quick = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "1" }, quick, ...Object.fromEntries(own) },
  });
  return values as Readonly<Record<string, string | boolean | undefined>>;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
