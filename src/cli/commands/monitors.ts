import { type Command, defineCommand } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";
import { goodPeriods } from "../monitors/good.ts";

/** `alidade monitors <system>`: what is watched, what is in alarm, and what was read last. */
export const command: Command = defineCommand({
  name: "monitors",
  looks: true,
  summary: "Show what is watched of a system, and what was read last; call a period good",
  about:
    "Monitors run in `alidade up`, and read each period of the journal once it is over. Shows which are quiet and which are in alarm, what " +
    "they compare with, how near each is to an alarm, and the last readings. `--monitor` shows one in detail, with plots over the periods " +
    "that are kept. `monitors good` calls a period good: what comes later is then compared with it instead of the training data.",
  arguments: { system: argument("the system file, or its folder") },
  options: { monitor: text("name", "one in detail, such as inputDrift") },
  examples: [
    "alidade monitors system.mts",
    "alidade monitors system.mts --monitor inputDrift",
    'alidade monitors good system.mts --from 2026-06-01 --to 2026-06-15 --why "before the campaign"',
  ],
  actions: [goodPeriods],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { monitorsAnswer } = await import("../monitors/monitors-answer.ts");
    return await monitorsAnswer(await loadSystem(args.system, cwd), options.monitor, invocation);
  },
});
