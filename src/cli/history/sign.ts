import { type Command, defineCommand } from "../calling/command.ts";
import { number, optionalArgument, required, text } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";

/** `alidade history sign`: that somebody stands behind a version of the objective. */
export const signObjective: Command = defineCommand({
  name: "sign",
  summary: "Sign a version of the objective, as one of those who approve it",
  about:
    "Who may sign is named in the system file, under `objective.approves`. Signatures are never taken back: another version is.",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {
    as: required(text("role", "one of those whom the objective lets approve")),
    why: required(text("reason", "kept in the history")),
    version: number("n", "of the objective; the current one when left out", { min: 1, integer: true }),
  },
  examples: ['alidade history sign readmission --as "clinical lead" --why "agreed in the board of November"'],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const { as = "", why = "", version } = options;
    const signature = await (await registry()).signObjective(system, { as, why, version });
    return {
      json: { system, signature },
      document: {
        title: `Signed: ${system}`,
        summary: [`${as} stands behind version ${signature.version} of its objective: ${why}`],
        sections: [],
      },
    };
  },
});
