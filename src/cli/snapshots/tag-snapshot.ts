import { type Command, defineCommand } from "../calling/command.ts";
import { argument, optionalArgument, text } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { namedSnapshot, shortId } from "./named-snapshot.ts";

/** `alidade snapshots tag <snapshot> <tag>` */
export const tagSnapshot: Command = defineCommand({
  name: "tag",
  summary: "Give a snapshot a name, under which it is found and kept",
  arguments: { snapshot: argument("a tag, or the beginning of an id"), tag: argument("the name, such as golden") },
  options: { why: text("words", "why, for the history") },
  examples: ["alidade snapshots tag 3f9c2a81 golden --why 'reviewed by hand'"],
  async run({ args, options, registry }) {
    const shelf = await registry(true);
    const { id, system } = await namedSnapshot(shelf, args.snapshot);
    const snapshot = await shelf.tagSnapshot({ system, id, tag: args.tag, why: options.why ?? "asked" });
    return {
      json: { snapshot },
      document: { title: `Snapshot ${shortId(id)} is called ${args.tag}`, summary: [], sections: [] },
    };
  },
});

/** `alidade snapshots untag <tag> [system]` */
export const untagSnapshot: Command = defineCommand({
  name: "untag",
  summary: "Take a snapshot's name back",
  arguments: {
    tag: argument("the name"),
    system: optionalArgument("name or file of the system; the only one when left out"),
  },
  options: { why: text("words", "why, for the history") },
  examples: ["alidade snapshots untag golden"],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const shelf = await registry(true);
    const snapshot = await shelf.untagSnapshot({ system, tag: args.tag, why: options.why ?? "asked" });
    const title = `Snapshot ${shortId(snapshot.id)} is no longer called ${args.tag}`;
    return { json: { snapshot }, document: { title, summary: [], sections: [] } };
  },
});
