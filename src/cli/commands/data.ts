import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { command as annotators } from "./data-annotators.ts";
import { command as backfill } from "./data-backfill.ts";
import { command as catalog } from "./data-catalog.ts";
import { command as compare } from "./data-compare.ts";
import { command as diff } from "./data-diff.ts";
import { command as lineage } from "./data-lineage.ts";
import { command as profile } from "./data-profile.ts";
import { command as pull } from "./data-pull.ts";
import { command as quarantine } from "./data-quarantine.ts";

/** `alidade data`: what becomes of a system's data. */
export const command: Command = defineCommand({
  name: "data",
  summary: "Profile and compare data, trace where they came from, pull data in",
  arguments: {},
  options: {},
  examples: [
    "alidade data profile patients.csv",
    "alidade data compare may.csv june.csv",
    "alidade data lineage patients.csv",
    "alidade data annotators ratings.csv --item image --annotator who --label said",
    "alidade data pull system.mts",
    "alidade data quarantine list",
  ],
  actions: [profile, compare, diff, lineage, catalog, pull, backfill, quarantine, annotators],
  run() {
    throw usage({ problem: "`data` needs to be told what to do, such as `data pull`.", help: "alidade data --help" });
  },
});
