import { rowOf, type Table } from "../../data/index.ts";
import { type Explanation, explainRow, type Model, outputsOf, reasonsFor, scoreModel } from "../../model/index.ts";
import type { Example } from "./look.ts";

/** Stands for the value of a personal field. */
export const VEILED = "not shown";

/** Reasons that are told. */
const MOST = 5;

export interface ExampleOptions {
  /** Which output is told about. */
  readonly output: number;
  /** What the output is called in a sentence. */
  readonly called: string;
  /** Features whose values belong to somebody: they are not shown. */
  readonly personal: ReadonlySet<string>;
}

/** The case that the model rates highest, and the reasons; null for models that cannot say why. */
export function exampleOf(model: Model, table: Table, options: ExampleOptions): Example | null {
  const { output, called, personal } = options;
  const row = highest(model, table, output);
  if (row === undefined) return null;
  const explanation = explainRow(model, rowOf(table, row));
  if (explanation.kind === "unexplained") return null;
  const reasons = reasonsFor(model, veiled(explanation, personal), { output, called, most: Number.POSITIVE_INFINITY });
  const told = reasons.slice(0, MOST);
  const [first, last] = [reasons[0], reasons.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    reasons: told.map(({ text }) => text),
    expected: first.from,
    after: told.at(-1)?.to ?? first.from,
    answer: last.to,
    hides: told.some(({ feature }) => personal.has(feature)),
  };
}

function highest(model: Model, table: Table, output: number): number | undefined {
  const width = outputsOf(model.signature);
  const scores = scoreModel(model, table);
  let best: number | undefined;
  for (let row = 0; row < table.rows; row++)
    if (best === undefined || (scores[row * width + output] as number) > (scores[best * width + output] as number))
      best = row;
  return best;
}

function veiled(explanation: Explanation, personal: ReadonlySet<string>): Explanation {
  const contributions = explanation.contributions.map((one) =>
    personal.has(one.feature) && one.value !== null ? { ...one, value: VEILED } : one,
  );
  return { ...explanation, contributions };
}
