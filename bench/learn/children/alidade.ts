// One fit in a fresh process: `node alidade.ts <folder> <seed> <threads> [extras]` prints one JSON document and writes predictions.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadTeam } from "../../../src/backends/thread-team.ts";
import type { Column, Table } from "../../../src/data/index.ts";
import { resolveParams } from "../../../src/kernel/index.ts";
import { learners, type TrainingSet } from "../../../src/learn/index.ts";
import { scoreModel } from "../../../src/model/index.ts";
import { measureExtras } from "../extras.ts";
import type { Meta } from "../pack.ts";

const [folder = "", seed = "1", threads = "2", extras] = process.argv.slice(2);

function bytesOf(name: string): Uint8Array {
  return readFileSync(join(folder, name));
}

function floats(name: string): Float32Array {
  const bytes = bytesOf(name);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

const meta = JSON.parse(readFileSync(join(folder, "meta.json"), "utf8")) as Meta;
const x = floats("x.f32");
const labels = bytesOf("y.f64");
const y = new Float64Array(labels.buffer.slice(labels.byteOffset, labels.byteOffset + labels.byteLength));
const unseen = bytesOf(`unseen-${seed}.u8`);
const groups = meta.grouped ? new Int32Array(Uint8Array.from(bytesOf("groups.i32")).buffer) : undefined;
const width = y.length / meta.rows;

function rowsWhere(side: number): Int32Array {
  return Int32Array.from(unseen.keys()).filter((row) => unseen[row] === side);
}

function tableFor(rows: Int32Array): Table {
  const columns = meta.features.map(({ name, levels }, feature): Column => {
    const at = (row: number): number => x[feature * meta.rows + row] as number;
    if (levels === 0) return { name, kind: "number", values: Float64Array.from(rows, at) };
    const codes = Int32Array.from(rows, (row) => (Number.isNaN(at(row)) ? -1 : at(row)));
    const names = Array.from({ length: levels }, (_, level) => `level ${String(level).padStart(6, "0")}`);
    return { name, kind: "text", codes, levels: names };
  });
  return { rows: rows.length, columns };
}

const seen = rowsWhere(0);
const training: TrainingSet = {
  features: tableFor(seen),
  label: Float64Array.from(
    { length: seen.length * width },
    (_, i) => y[(seen[Math.floor(i / width)] as number) * width + (i % width)] as number,
  ),
  classes: Array.from({ length: meta.outputs }, (_, k) => `class ${String(k).padStart(3, "0")}`),
  ...(groups === undefined || meta.task !== "ranking"
    ? {}
    : { groups: Int32Array.from(seen, (row) => groups[row] as number) }),
};
const given = { rounds: meta.rounds, ...(meta.task === "multilabel" ? { multiOutput: "perLabel" } : {}) };
const params = resolveParams("gbdt", learners.gbdt.params, given);
const before = process.resourceUsage().maxRSS;

const started = performance.now();
const team = Number(threads) > 1 ? { team: threadTeam(Number(threads)) } : {};
const model = learners.gbdt.fit(training, params as never, { task: meta.task, seed: 1, ...team });
const seconds = (performance.now() - started) / 1000;
const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
const judged = tableFor(rowsWhere(1));
writeFileSync(join(folder, `alidade-${seed}.f64`), scoreModel(model, judged));
const more = extras === undefined ? {} : measureExtras(model, judged);
console.log(JSON.stringify({ seconds, peakMb, inputMb: (before * 1024) / 1e6, ...more }));
process.exit(0);
