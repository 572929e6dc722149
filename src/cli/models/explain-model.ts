import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, jsonObject, number, required, text, withDefault } from "../calling/options.ts";

interface Elsewhere {
  readonly id: string;
  readonly owner: string;
  readonly given: string;
}

export const modelElsewhere: ErrorConstructor<Elsewhere> = defineError("cli.input.model-elsewhere", {
  headline: "A model of another system",
  message: ({ id, owner, given }: Elsewhere) => `${id} belongs to "${owner}". The file declares "${given}".`,
});

/** `alidade models explain <id> --row '{…}' --system <file>`: why a model says what it says of a row, and what would change it. */
export const explainModel: Command = defineCommand({
  name: "explain",
  looks: true,
  summary: "Tell in words why a model says what it says of a row, and what would change it",
  about:
    'The row is what a request would give: the contract\'s fields by name. What could be changed is declared in the system file: `actionable: ["visits"]`.',
  arguments: { id: argument("id of the model") },
  options: {
    row: required(jsonObject("json", "the row, such as '{\"visits\": 3}'")),
    system: required(text("file", "the system file, or its folder")),
    label: text("name", "of several classes or labels: the one that is told about (default: the likeliest)"),
    threshold: number("n", "the output beyond which something else would follow (default: the policy's)"),
    reasons: withDefault(number("n", "reasons at most", { min: 1, max: 100, integer: true }), 3),
  },
  examples: [`alidade models explain mdl_0123456789abcdef --row '{"visits": 3}' --system system.mts`],
  async run({ args, options, backends, registry, cwd }) {
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(options.system, cwd);
    const shelf = await registry();
    const version = await shelf.findModel(args.id);
    if (version.system !== system.name)
      throw modelElsewhere({ id: version.id, owner: version.system, given: system.name });
    const { explainGiven, loadForModel } = await import("../../decide/index.ts");
    const ports = (await backends()).modelPorts();
    const release = await loadForModel(system, version, { registry: shelf, ports });
    const { row: given, label, threshold, reasons } = options;
    const why = explainGiven(system, release, { given, label, threshold, most: reasons });
    const { whyDocument } = await import("../decisions/why-document.ts");
    return { json: { model: version.id, given, ...why }, document: whyDocument(why, { title: `Why ${version.id}` }) };
  },
});
