import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, required, text } from "../calling/options.ts";

/** `alidade data annotators <data>`: several people's labels of the same items. */
export const command: Command = defineCommand({
  name: "annotators",
  summary: "Weigh several people's labels of the same items",
  about:
    "Reads one row for each label that somebody gave. Shows how far people agree, how good each of them is and which items " +
    "to look at again, and writes one row for each item: the label, and a share for each class from which a learner of soft " +
    'labels can learn (gbdt with the objective "crossEntropy").',
  arguments: { data: argument("a data file with one row for each label") },
  options: {
    item: required(text("column", "the column that names the item")),
    annotator: required(text("column", "the column that says who gave the label")),
    label: required(text("column", "the column with the label")),
    method: choice(
      ["dawid-skene", "majority"],
      "how labels become one (default: dawid-skene, by how good each person is)",
    ),
    out: text("file", "write the items with their labels to this new CSV file"),
  },
  examples: [
    "alidade data annotators ratings.csv --item image --annotator who --label said",
    "alidade data annotators ratings.csv --item image --annotator who --label said --out labels.csv",
  ],
  async run(invocation) {
    const { args, options, cwd, progress } = invocation;
    const { resolve } = await import("node:path");
    const step = progress.step("Reading");
    const { readTable } = await import("../data/read-dataset.ts");
    const { consensusOf, consensusTable, ratingsOf } = await import("../../data/index.ts");
    const { item, annotator, label, method } = options;
    const table = await readTable(resolve(cwd, args.data), {}, invocation);
    step.done();
    const ratings = ratingsOf(table, { item, annotator, label });
    const consensus = consensusOf(ratings, method);
    const { annotatorsDocument, annotatorsJson } = await import("../data/annotators-document.ts");
    const written = options.out;
    if (written !== undefined) {
      const { writeNewFile } = await import("../output/write-new-file.ts");
      const { csvText } = await import("../data/csv-text.ts");
      await writeNewFile(resolve(cwd, written), new TextEncoder().encode(csvText(consensusTable(consensus))));
    }
    return {
      json: { ...annotatorsJson(ratings, consensus), ...(written === undefined ? {} : { written }) },
      document: annotatorsDocument(ratings, consensus, written),
    };
  },
});
