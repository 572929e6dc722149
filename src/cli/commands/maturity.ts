import { type Command, defineCommand } from "../calling/command.ts";
import { number, optionalArgument, text, withDefault } from "../calling/options.ts";

/** `alidade maturity [system]`: how fast, how steadily and at what cost systems are kept. */
export const command: Command = defineCommand({
  name: "maturity",
  summary: "Days from idea to champion, deploys, roll-backs, time to restore, cost: from the records",
  about:
    "Counts what the state directory recorded, month by month: objectives, runs, traffic plans, history and alerts. Hours by hand are " +
    "those of `alidade alerts close --hours`; cost is that of training alone, where a price is given. What there is too little of is said to be.",
  arguments: { system: optionalArgument("name or file of the system; all when left out") },
  options: {
    pricePerHour: number("money", "what an hour of this machine costs", { min: 0 }),
    currency: withDefault(text("code", "of that price"), "USD"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: ["alidade maturity", "alidade maturity newsfeed --price-per-hour 0.4"],
  async run(invocation) {
    const { args, options, clock, registry, cwd } = invocation;
    const { namedSystems } = await import("../loading/named-system.ts");
    const names = await namedSystems(args.system, { registry, cwd });
    const { maturityFrom, maturityReport } = await import("../../watch/index.ts");
    const shelf = await registry();
    const systems = await Promise.all(
      names.map(async (system) =>
        maturityFrom({
          ...{ system, now: clock.now(), pricePerHour: options.pricePerHour ?? null },
          objectives: await shelf.objectives(system),
          runs: await shelf.runs(system),
          plans: await shelf.planHistory(system),
          releases: await shelf.releases(system),
          history: await shelf.history(system),
        }),
      ),
    );
    const document = maturityReport(systems, options.currency ?? "USD");
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { systems, ...page.json }, document: page.noted(document) };
  },
});
