import { readFileSync, writeFileSync } from "node:fs";
import type { Column, Table } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** Rows to learn from, rows to judge on, and features: the first `texts` of them are categories. */
export const SHAPE = { rows: 100_000, unseen: 20_000, features: 45, texts: 30 } as const;

const MISSING = 0.02;

/**
 * Writes simulated rows in the manner of a business table: categories with one common level, skewed counts, 2 % missing,
 * and a label that depends on all of them. Row by row, the label last, in 32-bit floats; NaN is missing.
 */
export function writeSimulated(file: string): void {
  const { features, texts } = SHAPE;
  const rows = SHAPE.rows + SHAPE.unseen;
  const width = features + 1;
  const cells = new Float32Array(rows * width);
  const logits = new Float64Array(rows).fill(-2);
  for (let feature = 0; feature < features; feature++) {
    const draw = feature < texts ? category(feature) : skewed(feature);
    const random = rng({ seed: 1, unit: feature, purpose: "bench.rows" });
    for (let row = 0; row < rows; row++) {
      const { value, effect } = draw(random.uniform(), random.uniform());
      logits[row] = (logits[row] ?? 0) + effect;
      cells[row * width + feature] = random.uniform() < MISSING ? Number.NaN : value;
    }
  }
  const truth = rng({ seed: 1, purpose: "bench.label" });
  for (let row = 0; row < rows; row++) {
    const chance = 1 / (1 + Math.exp(-(logits[row] ?? 0)));
    cells[row * width + features] = truth.uniform() < chance ? 1 : 0;
  }
  writeFileSync(file, cells);
}

type Draw = (first: number, second: number) => { readonly value: number; readonly effect: number };

/** Two to nine levels, the first in 75 to 95 % of the rows. */
function category(feature: number): Draw {
  const levels = 2 + (feature % 8);
  const random = rng({ seed: 1, unit: feature, purpose: "bench.effects" });
  const common = 0.75 + 0.2 * random.uniform();
  const effects = Array.from({ length: levels }, () => (random.uniform() - 0.5) * 1.2);
  return (first, second) => {
    const value = first < common ? 0 : Math.floor(second * levels);
    return { value, effect: effects[value] ?? 0 };
  };
}

/** A count with a long tail, of 6 to 118 values. */
function skewed(feature: number): Draw {
  const most = 5 + (feature - SHAPE.texts) * 8;
  const strength = (rng({ seed: 1, unit: feature, purpose: "bench.effects" }).uniform() - 0.5) * 2;
  return (first) => {
    const value = Math.min(most, Math.floor((-Math.log(1 - first) * most) / 4));
    return { value, effect: strength * Math.sin((value / most) * 3) };
  };
}

/** The numbers that {@link writeSimulated} wrote. */
export function readSimulated(file: string): Float32Array {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Some of the simulated rows as a table. */
export function tableFrom(cells: Float32Array, from: number, to: number): Table {
  const at = (row: number, feature: number): number =>
    cells[(from + row) * (SHAPE.features + 1) + feature] ?? Number.NaN;
  const columns = Array.from({ length: SHAPE.features }, (_, feature): Column => {
    const name = `f${String(feature).padStart(2, "0")}`;
    const values = Float64Array.from({ length: to - from }, (__, row) => at(row, feature));
    if (feature >= SHAPE.texts) return { name, kind: "number", values };
    const codes = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value));
    return { name, kind: "text", codes, levels: Array.from({ length: 10 }, (__, level) => `level ${level}`) };
  });
  return { rows: to - from, columns };
}
