import type { Problem } from "../problem.ts";
import { isMissing, readTable } from "../read-table.ts";

const FEATURES = Array.from({ length: 103 }, (_, i) => `Att${i + 1}`);
const LABELS = Array.from({ length: 14 }, (_, i) => `Class${i + 1}`);
/** An ARFF file is delimited text after its header: one line for the relation, one per attribute, one for `@data`. */
const HEADER = 121;

export const yeast: Problem = {
  name: "yeast",
  about: "14 functions of a gene, a tree per label and round",
  task: "multilabel",
  rounds: 100,
  seeds: 10,
  async make() {
    const table = await readTable("multilabel_yeast/yeast-train.arff", {
      header: false,
      columns: [...FEATURES, ...LABELS],
      skip: HEADER,
    });
    if (isMissing(table)) return table;
    const features = FEATURES.map((name) => table.get(name)).filter((feature) => feature !== undefined);
    const labels = LABELS.map((name) => table.get(name)?.values ?? new Float32Array(0));
    const rows = features[0]?.values.length ?? 0;
    const label = Float64Array.from({ length: rows * 14 }, (_, i) => labels[i % 14]?.[Math.floor(i / 14)] ?? 0);
    return { features, label, outputs: 14 };
  },
};
