import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, text } from "../calling/options.ts";

/** `alidade data catalog <system>`: every field and feature, who uses it, what it costs and what it is worth. */
export const command: Command = defineCommand({
  name: "catalog",
  summary: "List fields and features: who uses them, what they cost and what they are worth",
  about:
    "Tells of the newest snapshot. What a feature is worth is what decisions would lose without it, in the objective's money: " +
    "by default an estimate, from shuffling its values in rows that a model had not seen; with --value everything is learned again " +
    "without each feature. Owners, units, descriptions and the cost of keeping are declared in the system file, under `about`.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    value: flag("learn again without each feature; takes as many trainings as there are features"),
    html: text("file", "write a page to this file"),
  },
  examples: ["alidade data catalog system.mts", "alidade data catalog system.mts --value --html catalogue.html"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { catalogueFor } = await import("../catalogue/catalogue-for.ts");
    const catalogue = await catalogueFor(await loadSystem(args.system, cwd), options.value, invocation);
    const { catalogueDocument } = await import("../catalogue/catalogue-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const document = catalogueDocument(catalogue, invocation.clock.now());
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { ...catalogue, ...page.json }, document: page.noted(document) };
  },
});
