// One as-of join in a fresh process: `node as-of-child.ts <events> <decisions> <entities> [folder]` prints one JSON document.
// With a folder it writes the data there for others, and what the last cost is with and without regard to when it was known.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { numbers, type Table } from "../../src/data/index.ts";
import { evaluateAsOf, type StreamColumns } from "../../src/features/index.ts";
import { makeEvents } from "./as-of-events.ts";
import { features } from "./as-of-features.ts";

const [events, decisions, entities] = process.argv.slice(2, 5).map(Number) as [number, number, number];
const folder = process.argv[5];
const made = makeEvents({ events, decisions, entities });
const inputMb = (process.resourceUsage().maxRSS * 1024) / 1e6;

function answer(columns: StreamColumns): Table {
  const streams = { visits: { table: made.events, columns } };
  return evaluateAsOf(features, { rows: made.decisions, entity: "who", time: "at", streams });
}

const before = process.cpuUsage();
const started = performance.now();
const answers = answer({ entity: "who", time: "at", knownAt: "loaded" });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;

function write(name: string, values: Float64Array | Int32Array): void {
  writeFileSync(join(folder as string, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

if (folder !== undefined) {
  for (const [prefix, table] of Object.entries(made) as [string, Table][])
    for (const column of table.columns)
      write(`${prefix}-${column.name}`, column.kind === "text" ? Float64Array.from(column.codes) : column.values);
  write("last-known", numbers(answers, "lastCost"));
  write("last-happened", numbers(answer({ entity: "who", time: "at" }), "lastCost"));
}
console.log(JSON.stringify({ events, decisions, seconds, cpu: (user + system) / 1e6, peakMb, inputMb }));
