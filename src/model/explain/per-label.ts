import type { Column, Row, Table } from "../../data/index.ts";
import type { LabelChain, PerLabelBody } from "../formats/per-label.ts";
import type { Model } from "../model.ts";
import { scoreModel } from "../score.ts";
import type { Asked } from "./asked.ts";
import type { Explanation, Unexplained } from "./explanation.ts";
import { joined, placed } from "./joined.ts";

/**
 * Every label by its own model. In a chain, what the models before it said are features of a model as any other: they add
 * what the answers add, and not what lies behind these. Several chains: the output is the mean of theirs.
 */
export function explainPerLabel(model: Model<PerLabelBody>, asked: Asked): Explanation | Unexplained {
  const { chains } = model.body;
  const parts: Explanation[] = [];
  for (const chain of chains)
    for (const found of explainChain(chain, asked)) {
      if (found.kind === "unexplained") return found;
      parts.push(found);
    }
  const whole = placed(parts);
  const labels = chains.flatMap(({ order }) => order);
  const width = model.signature.classes.length;
  return joined(model, asked.row, {
    parts: whole,
    join(answers) {
      const mean = new Float64Array(width);
      answers.forEach((answer, i) => {
        const label = labels[i] as number;
        mean[label] = (mean[label] as number) + (answer[0] as number) / chains.length;
      });
      return mean;
    },
    behind: (output) =>
      whole.flatMap(({ explanation, start }, i) =>
        labels[i] === output ? explanation.behind(0).map((raw) => start + raw) : [],
      ),
  });
}

/** One explanation for each position of a chain; the first that is none is the last. */
function* explainChain({ order, models, links }: LabelChain, asked: Asked): Generator<Explanation | Unexplained> {
  let { row, background } = asked;
  for (const [position, part] of models.entries()) {
    const found = asked.explainPart(part, { ...asked, row, background });
    yield found;
    const link = links[order[position] as number];
    if (link === undefined || found.kind === "unexplained") continue;
    row = told(row, link, found);
    background = background === undefined ? undefined : withAnswers(background, link, part);
  }
}

function told(row: Row, link: string, { score, toOutputs }: Explanation): Row {
  return { ...row, [link]: toOutputs(score)[0] as number };
}

function withAnswers(table: Table, name: string, part: Model): Table {
  const answers: Column = { name, kind: "number", values: scoreModel(part, table) };
  return { rows: table.rows, columns: [...table.columns, answers] };
}
