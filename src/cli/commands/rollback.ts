import type { Registry, TrafficPlan } from "../../registry/index.ts";
import { type Answer, type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, text } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { experimentRemarks, planChange } from "../releases/plan-view.ts";

/** `alidade rollback <system>`: the traffic plan before the current one becomes the current one. */
export const command: Command = defineCommand({
  name: "rollback",
  summary: "Go back to what was served before",
  about:
    "Makes a new traffic plan equal to the one before the current, or to the one before a canary began. Weights that this changes " +
    "are changed with it. Every running server decides by it when this returns. Rolling back twice is where you started.",
  arguments: { system: argument("name or file of the system") },
  options: {
    dryRun: flag("show what would change, change nothing"),
    why: text("reason", "kept in the history"),
  },
  examples: [
    "alidade rollback readmission --dry-run",
    'alidade rollback readmission --why "too many calls since Monday"',
  ],
  async run(invocation) {
    const { args, options, registry, cwd } = invocation;
    const system = await namedSystem(args.system, { registry, cwd });
    const shelf = await registry();
    const before = await shelf.currentPlan(system);
    if (options.dryRun) return await previewRollback(shelf, system, before);
    const why = options.why ?? "rolled back from the command line";
    const expected = before === undefined ? {} : { expectedVersion: before.version };
    const plan = await shelf.rollback(system, { why, ...expected });
    const answer = await planChange(shelf, {
      title: `Rolled back ${system}`,
      summary: [
        `Traffic plan ${plan.version} serves what plan ${plan.restores} served.`,
        ...experimentRemarks(before?.allocations ?? [], plan.allocations),
      ],
      before: before?.allocations ?? [],
      after: plan.allocations,
      json: { system, plan },
    });
    const { tellingServers } = await import("../serving/tell-servers.ts");
    return await tellingServers(answer, { system, epoch: plan.version }, invocation);
  },
});

/** Shows what a rollback would bring back. Throws `registry.nothing-to-roll-back`. */
async function previewRollback(shelf: Registry, system: string, plan: TrafficPlan | undefined): Promise<Answer> {
  const version = plan?.version ?? 0;
  const { allocationsBack, nothingToRollBack, versionBack } = await import("../../registry/index.ts");
  const back = versionBack({ version, ramp: plan?.ramp });
  const history = await shelf.planHistory(system);
  const earlier = history.find((one) => one.version === back);
  if (plan === undefined || earlier === undefined) throw nothingToRollBack({ system, version });
  const { allocations: before } = plan;
  const after = await allocationsBack(earlier.allocations, plan.ramp, async (at) =>
    history.find((one) => one.version === at),
  );
  return await planChange(shelf, {
    title: `What a rollback of ${system} would change`,
    summary: [
      "Nothing was changed.",
      `It would serve what traffic plan ${earlier.version} served.`,
      ...experimentRemarks(before, after),
    ],
    before,
    after,
    json: { system, dryRun: true, restores: earlier.version, before, after },
  });
}
