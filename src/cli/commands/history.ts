import { type Command, defineCommand } from "../calling/command.ts";
import { number, optionalArgument, withDefault } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";

/** `alidade history`: what changed in a system, when, why and by whom; newest first. */
export const command: Command = defineCommand({
  name: "history",
  summary: "Show what changed in a system, when, why and by whom",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: { limit: withDefault(number("n", "how many, the newest first", { min: 1, integer: true }), 50) },
  examples: ["alidade history readmission --limit 10"],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const all = await (await registry()).history(system);
    const shown = all.slice(-options.limit).reverse();
    const { table } = await import("../../report/index.ts");
    return listing({
      title: `History of ${system}`,
      json: { system, events: shown, total: all.length },
      none: "Nothing has happened yet.",
      summary:
        shown.length < all.length ? [`The newest ${shown.length} of ${all.length}; \`--limit\` shows more.`] : [],
      table: table(
        ["When", "What", "To", "Why, by whom"],
        shown.map(({ at, what, subject, why, by }) => [shortTime(at), what, shortSubject(subject), `${why}, ${by}`]),
      ),
    });
  },
});

/** A hash is named by its beginning. */
function shortSubject(subject: string): string {
  return /^[0-9a-f]{64}$/.test(subject) ? subject.slice(0, 12) : subject;
}
