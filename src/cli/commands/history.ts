import { type Command, defineCommand } from "../calling/command.ts";
import { flag, number, optionalArgument, text, withDefault } from "../calling/options.ts";
import { signObjective } from "../history/sign.ts";
import { namedSystem } from "../loading/named-system.ts";

/** `alidade history`: how a system became what it is, as a story; every event of it on request. */
export const command: Command = defineCommand({
  name: "history",
  looks: true,
  summary: "Tell how a system became what it is: what changed, why, on what evidence, who signed",
  about:
    "Each version of the objective is told in words: what is different, why, what had happened by then, who signed it. What grew " +
    "without a reason is flagged as scope creep: new heads, outcomes, metrics and actions, higher costs and targets. A version is " +
    "kept when a training or a server first sees the file like that; its reason is the objective's `why`. Given a file, it also tells " +
    "what the file says that was not kept yet.",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {
    events: flag("list every event instead, the newest first"),
    limit: withDefault(number("n", "how many events, the newest first", { min: 1, integer: true }), 50),
    html: text("file", "write a page to this file"),
  },
  examples: [
    "alidade history readmission",
    "alidade history readmission --events --limit 10",
    'alidade history sign readmission --as "clinical lead" --why "agreed in the board"',
  ],
  actions: [signObjective],
  async run(invocation) {
    const { args, options, registry, cwd } = invocation;
    const system = await namedSystem(args.system, { registry, cwd });
    const { storyOf } = await import("../../registry/index.ts");
    const { openArchive } = await import("../archive/open-archive.ts");
    const { gatherStory } = await import("../history/gather.ts");
    const archive = await openArchive(invocation);
    const told = await gatherStory(await registry(), await archive.comparisons(), system);
    const events = told.events.slice(-options.limit);
    const story = storyOf(told);
    const json = { system, story, events: events.toReversed(), total: told.events.length };
    if (options.events) {
      const { eventListing } = await import("../history/event-listing.ts");
      return eventListing({ system, events, total: told.events.length, json });
    }
    const { storyDocument } = await import("../history/story-document.ts");
    const { writeTo } = await import("../data/page-at.ts");
    const { pendingIn } = await import("../history/pending.ts");
    const pending = await pendingIn(args.system, told.versions.at(-1), cwd);
    const document = storyDocument({ system, story, events: told.events, pending });
    const page = await writeTo(options.html, () => document, invocation);
    return { json: { ...json, ...page.json }, document: page.noted(document) };
  },
});
