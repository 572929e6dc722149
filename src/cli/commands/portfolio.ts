import { type Command, defineCommand } from "../calling/command.ts";
import { list, someArguments, text } from "../calling/options.ts";

/** `alidade portfolio <systems...>`: which of several systems is worth most. */
export const command: Command = defineCommand({
  name: "portfolio",
  summary: "Rank several systems by what they would bring",
  about:
    "Looks quickly at each system as `assess` does, and ranks them by what is left in a year when costs are paid, with " +
    "intervals and reasons. What is unstated, advised against or infeasible stands apart, with what is missing. Costs are " +
    "as said here, else the whole of `requirements.budget`. Stores nothing.",
  arguments: { systems: someArguments("system files, or their folders") },
  options: {
    costPerYear: list("name=money,…", "what running a system would cost a year"),
    buildCost: list("name=money,…", "what building a system would cost, once; spread over three years"),
    html: text("file", "write a page with a plot to this file"),
  },
  examples: [
    "alidade portfolio churn returns fraud",
    "alidade portfolio churn returns --cost-per-year churn=80000,returns=20000 --html portfolio.html",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystems } = await import("../load-system.ts");
    const systems = await loadSystems(args.systems, cwd);
    const { costsOf } = await import("../portfolio/costs.ts");
    const { html, ...given } = options;
    const costs = costsOf(
      systems.map(({ system }) => system.name),
      given,
    );
    const { assessAll } = await import("../portfolio/assess-all.ts");
    const { portfolioReport, rankPortfolio } = await import("../../assess/index.ts");
    const portfolio = rankPortfolio(await assessAll(systems, costs, invocation));
    const document = portfolioReport(portfolio);
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(html, () => document, invocation);
    return { json: { ...portfolio, ...page.json }, document: page.noted(document) };
  },
});
