import type { Cell, Column, Row, Table } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat, type RowScorer } from "../model.ts";
import { meanImportance } from "../part-importance.ts";
import { ofLength, readIndexes, readList, readRecord, readTexts } from "../shape.ts";

/** Models in the order in which they are asked. */
export interface LabelChain {
  /** Position in the chain → number of the label. */
  readonly order: readonly number[];
  /** Position in the chain → the model of that label: one probability. */
  readonly models: readonly Model[];
  /** Number of the label → the column in which later models find its probability. Empty: nobody looks at the others. */
  readonly links: readonly string[];
}

/** One model per label, each giving one probability. */
export interface PerLabelBody {
  /** Their outputs are averaged; one, unless it is an ensemble of chains. */
  readonly chains: readonly LabelChain[];
}

/** A probability for each label, from a model of its own: independent, or each told what the ones before it said. */
export const perLabel: ModelFormat<PerLabelBody> = defineFormat<PerLabelBody>({
  name: "perLabel",
  version: 1,
  scoreRaw({ body, signature }, table, scorePart) {
    const width = signature.classes.length;
    const mean = new Float64Array(table.rows * width);
    for (const chain of body.chains) {
      const answers = askChain(chain, table, scorePart);
      answers.forEach((answer, label) => {
        for (let row = 0; row < table.rows; row++) {
          const at = row * width + label;
          mean[at] = (mean[at] as number) + (answer[row] as number) / body.chains.length;
        }
      });
    }
    return mean;
  },
  rowScorer({ body, signature }, scorerOf) {
    const width = signature.classes.length;
    const askers = body.chains.map((chain) => chainScorer(chain, scorerOf));
    return (row, out) => {
      out.fill(0, 0, width);
      for (const ask of askers) {
        const answers = ask(row);
        for (let label = 0; label < width; label++)
          out[label] = (out[label] as number) + (answers[label] as number) / askers.length;
      }
    };
  },
  encode: ({ chains }, encodePart) => ({
    chains: chains.map(({ order, models, links }) => ({ order, links, models: models.map(encodePart) })),
  }),
  decode(data, { signature }, decodePart) {
    const { chains } = readRecord(data, "the body");
    return { chains: readList(chains, "the chains", (item) => readChain(item, signature.classes.length, decodePart)) };
  },
  importance: ({ signature, body }, importanceOf) =>
    meanImportance(
      signature,
      body.chains.flatMap(({ models }) => models.map(importanceOf)),
    ),
});

/** Number of the label → its probability, row by row. */
function askChain(
  { order, models, links }: LabelChain,
  table: Table,
  scorePart: (part: Model, table: Table) => Float64Array,
): readonly Float64Array[] {
  const columns: Column[] = [...table.columns];
  const answers: Float64Array[] = [];
  order.forEach((label, position) => {
    const values = scorePart(models[position] as Model, { rows: table.rows, columns });
    answers[label] = values;
    const name = links[label];
    if (name !== undefined) columns.push({ name, kind: "number", values });
  });
  return answers;
}

/** The same for one row; the next call writes over the answer. */
function chainScorer(
  { order, models, links }: LabelChain,
  scorerOf: (part: Model) => RowScorer,
): (row: Row) => Float64Array {
  const scorers = models.map(scorerOf);
  const answers = new Float64Array(models.length);
  const one = new Float64Array(1);
  return (row) => {
    const told: Record<string, Cell> | undefined = links.length === 0 ? undefined : { ...row };
    scorers.forEach((score, position) => {
      const label = order[position] as number;
      score(told ?? row, one);
      answers[label] = one[0] as number;
      if (told !== undefined) told[links[label] as string] = one[0] as number;
    });
    return answers;
  };
}

function readChain(data: unknown, labels: number, decodePart: (text: unknown) => Model): LabelChain {
  const parts = readRecord(data, "a chain");
  const models = ofLength(readList(parts.models, "a chain's models", decodePart), "a chain's models", labels);
  for (const { signature } of models)
    if (signature.task !== "binary") throw modelCorrupt({ what: `a label's model is ${signature.task}, not binary` });
  const order = ofLength(readIndexes(parts.order, "a chain's order", [0, labels]), "a chain's order", labels);
  if (new Set(order).size < order.length) throw modelCorrupt({ what: "a chain asks one label twice" });
  const links = readTexts(parts.links, "a chain's links");
  return { order, models, links: links.length === 0 ? links : ofLength(links, "a chain's links", labels) };
}
