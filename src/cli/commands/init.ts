import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, list, required, text, withDefault } from "../calling/options.ts";

/** `alidade init <data> --label <column>`: a first contract and system file, proposed from data. */
export const command: Command = defineCommand({
  name: "init",
  summary: "Propose a contract and a system file from data",
  about:
    "Reads the data, proposes what it must look like and a system that predicts the label, and writes both as files for " +
    "you to correct. What was assumed is said. Files that are there are never overwritten.",
  arguments: {
    data: argument(
      "a .csv, .tsv, .txt, .data or .jsonl file, plain or .gz, a .parquet file, or a table as postgres:schema.table",
    ),
  },
  options: {
    label: required(text("column", "the column that says what came of it")),
    positive: text("value", "which of its values is yes (default: yes, true, 1, or the rarest)"),
    entity: text("column", "whom a row is about (default: a column that looks like it)"),
    time: text("column", "when the decision was made"),
    columns: list("a,b,…", "names of the columns, instead of a header"),
    noHeader: flag("the first line is data"),
    connection: withDefault(
      text("variable", "for a table: the environment variable that holds the address of the database"),
      "DATABASE_URL",
    ),
    name: text("name", "name of the system (default: from the data file)"),
    out: text("folder", "where the files go (default: a folder of the system's name)"),
  },
  examples: [
    "alidade init patients.csv --label readmitted --positive yes --entity patient_id",
    "alidade init postgres:shop.orders --label returned",
    "alidade init adult.data.gz --label income --columns age,workclass,…,income",
  ],
  async run(invocation) {
    const { initSystem } = await import("../init/init-system.ts");
    return await initSystem(invocation.args.data, invocation.options, invocation);
  },
});
