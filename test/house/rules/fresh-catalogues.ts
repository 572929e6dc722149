import type { House } from "../house.ts";
import type { Rule } from "../rule.ts";

/** The generator itself says what is stale; that it can is proved by its own test. */
export const freshCatalogues: Rule = {
  law: "generated catalogues are what their generator writes",
  check: ({ stale }: House) =>
    stale.map((file) => `${file} is stale. Run \`npm run catalogue\` and commit what it writes.`),
  refuses: [],
  accepts: [],
};
