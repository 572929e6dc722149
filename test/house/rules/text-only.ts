import type { House } from "../house.ts";
import type { Rule } from "../rule.ts";

const DATA = /\.(csv|tsv|parquet|arrow|feather|jsonl|ndjson|sqlite|db|duckdb|onnx|npy|gz|zip|tgz|wasm|xlsx)$/;

export const textOnly: Rule = {
  law: "no binary and no data file in the repository",
  check: ({ files }: House) =>
    files
      .filter(({ path, isBinary }) => isBinary || DATA.test(path))
      .map(
        ({ path }) =>
          `${path} is ${DATA.test(path) ? "data" : "binary"}, which nobody can review. Generate it in the test or the ` +
          "script that needs it, or fetch it by a checksum.",
      ),
  refuses: [
    { texts: { "examples/a.csv": "a,b\n" }, because: /examples\/a\.csv is data/ },
    { texts: { "docs/logo": "\0" }, because: /docs\/logo is binary/ },
  ],
  accepts: [{ "docs/a.svg": "<svg/>", "README.md": "text" }],
};
