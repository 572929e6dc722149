import { type Command, defineCommand } from "../calling/command.ts";
import { usage } from "../calling/errors.ts";
import { command as diff } from "./contract-diff.ts";

/** `alidade contract`: what data must look like, and how that changes. */
export const command: Command = defineCommand({
  name: "contract",
  summary: "Compare contracts: what changes, and whom it breaks",
  arguments: {},
  options: {},
  examples: ["alidade contract diff contract.mts contract.next.mts"],
  actions: [diff],
  run() {
    throw usage({
      problem: "`contract` needs to be told what to do: `contract diff`.",
      help: "alidade contract --help",
    });
  },
});
