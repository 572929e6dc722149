import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, text } from "../calling/options.ts";

/** `alidade monitors good`: the period that a system is compared with, as a person chose it. */
export const goodPeriods: Command = defineCommand({
  name: "good",
  summary: "Call a period good, to compare what comes later with it; alone, say which is",
  about:
    "A period in which all was well, as somebody who knows says, is compared with in place of what was learned from, as long as the same " +
    "models serve. It needs decisions of these models in the journal. Times are dates, dates with an hour in UTC, `now`, or how long ago.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    from: text("time", "its beginning, such as 2026-06-01 or 14d"),
    to: text("time", "its end (default now)"),
    why: text("reason", "kept in the history"),
    none: flag("no period is good any more: compare with what was learned from"),
  },
  examples: [
    "alidade monitors good system.mts",
    'alidade monitors good system.mts --from 14d --to 1d --why "all was well"',
    "alidade monitors good system.mts --none",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { commandGood } = await import("./command-good.ts");
    return await commandGood(system, options, invocation);
  },
});
