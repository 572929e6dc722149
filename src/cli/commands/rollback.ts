import { type Command, defineCommand } from "../command.ts";
import { namedSystem } from "../named-system.ts";
import { argument, text } from "../options.ts";
import { planChange } from "../plan-view.ts";

/** `alidade rollback <system>`: the traffic plan before the current one becomes the current one. */
export const command: Command = defineCommand({
  name: "rollback",
  summary: "Go back to what was served before",
  about: "Makes a new traffic plan equal to the one before the current. Rolling back twice is where you started.",
  arguments: { system: argument("name or file of the system") },
  options: { why: text("reason", "kept in the history") },
  examples: ['alidade rollback readmission --why "too many calls since Monday"'],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const shelf = await registry();
    const before = await shelf.currentPlan(system);
    const why = options.why ?? "rolled back from the command line";
    const expected = before === undefined ? {} : { expectedVersion: before.version };
    const plan = await shelf.rollback(system, { why, ...expected });
    return await planChange(shelf, {
      title: `Rolled back ${system}`,
      summary: [`Traffic plan ${plan.version} serves what plan ${plan.restores} served.`],
      before: before?.allocations ?? [],
      after: plan.allocations,
      json: { system, plan },
    });
  },
});
