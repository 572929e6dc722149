const duckdb = import.meta.resolve("@duckdb/node-api");

/**
 * A trainer for tests, as anybody could write one: reads the job and the Parquet, takes the share of returns for each number
 * of visits, and leaves a tree in LightGBM's text format. `spoil` is code that runs before the tree is written.
 */
export function stumpTrainer(spoil = ""): string {
  return `
import { readFileSync, writeFileSync } from "node:fs";
import { DuckDBInstance } from ${JSON.stringify(duckdb)};
const job = JSON.parse(readFileSync(process.env.ALIDADE_JOB, "utf8"));
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const sql = "select visits, avg(__label) as share from '" + job.training + "' where visits is not null group by visits order by visits";
const rows = (await connection.runAndReadAll(sql)).getRows();
const logOdds = (p) => Math.log(p / (1 - p));
let leaves = rows.map(([, share]) => logOdds(Math.min(0.99, Math.max(0.01, share))));
let objective = "binary sigmoid:1", names = ["visits"], tail = "";
${spoil}
const splits = leaves.length - 1;
const list = (of) => Array.from({ length: splits }, (_, i) => of(i)).join(" ");
const tree = ["Tree=0", "num_leaves=" + leaves.length, "num_cat=0", "split_feature=" + list(() => 0),
  "split_gain=" + list(() => 1), "threshold=" + list((i) => rows[i][0] + 0.5), "decision_type=" + list(() => 2),
  "left_child=" + list((i) => -(i + 1)), "right_child=" + list((i) => (i + 1 < splits ? i + 1 : -(splits + 1))),
  "leaf_value=" + leaves.join(" "), "shrinkage=1", "", "", ""].join("\\n");
const head = ["tree", "version=v4", "num_class=1", "num_tree_per_iteration=1", "label_index=0",
  "max_feature_idx=" + (names.length - 1), "objective=" + objective, "feature_names=" + names.join(" "),
  "feature_infos=" + names.map(() => "[0:100]").join(" "), "tree_sizes=" + tree.length, "", ""].join("\\n");
writeFileSync(job.output + "/model.txt", head + tree + "end of trees\\n\\npandas_categorical:[]\\n" + tail);
console.log("learned from", job.rows, "rows");
`;
}
