import { type Command, defineCommand } from "../calling/command.ts";
import { bisectIncident } from "../incidents/bisect-incident.ts";
import { compareIncident } from "../incidents/compare-incident.ts";
import { perturbIncident } from "../incidents/perturb-incident.ts";
import { replayIncident } from "../incidents/replay-incident.ts";

/** `alidade incident`: from something that is wrong to what did it, and who answers for that. */
export const command: Command = defineCommand({
  name: "incident",
  summary: "Find out what went wrong: compare stretches, replay, perturb, bisect versions",
  arguments: {},
  options: {},
  examples: ["alidade incident compare system.mts --bad 6h..now"],
  actions: [compareIncident, replayIncident, perturbIncident, bisectIncident],
  async run() {
    const { usage } = await import("../calling/errors.ts");
    throw usage({ problem: "Say what to do: compare, replay, perturb or bisect.", help: "alidade help incident" });
  },
});
