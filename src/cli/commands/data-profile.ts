import { type Command, defineCommand } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";

/** `alidade data profile <data>`: what a table holds, column by column. */
export const command: Command = defineCommand({
  name: "profile",
  summary: "Show what data hold, column by column",
  about:
    "Counts, missing values, distinct and frequent values, ranges and quantiles, what texts and times look like, and which " +
    "columns repeat others. A Parquet file of any length is read once, on every core, without being held.",
  arguments: { data: argument("a data file, a system file or its folder, or a snapshot's id") },
  options: {
    label: text("column", "the column with which the others are compared"),
    system: text("file", "the system by whose contract a data file is read (default: a guess)"),
    html: text("file", "write a page with plots to this file"),
  },
  examples: [
    "alidade data profile patients.csv",
    "alidade data profile system.mts --label readmitted --html profile.html",
  ],
  async run(invocation) {
    const { args, options, progress } = invocation;
    const step = progress.step("Reading");
    const { readDataset } = await import("../data/read-dataset.ts");
    const { name, profile } = await readDataset(args.data, options, invocation);
    step.done();
    const { profileDocument, profilePage, profileJson } = await import("../data/profile-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const page = await writeTo(options.html, () => profilePage(name, profile), invocation);
    return {
      json: { data: name, ...profileJson(profile), ...page.json },
      document: page.noted(profileDocument(name, profile)),
    };
  },
});
