import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { command as compare } from "./data-compare.ts";
import { command as profile } from "./data-profile.ts";
import { command as pull } from "./data-pull.ts";

/** `alidade data`: what becomes of a system's data. */
export const command: Command = defineCommand({
  name: "data",
  summary: "Profile and compare data, pull data in",
  arguments: {},
  options: {},
  examples: [
    "alidade data profile patients.csv",
    "alidade data compare may.csv june.csv",
    "alidade data pull system.mts",
  ],
  actions: [profile, compare, pull],
  run() {
    throw usage({ problem: "`data` needs to be told what to do, such as `data pull`.", help: "alidade data --help" });
  },
});
