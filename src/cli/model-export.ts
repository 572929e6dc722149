import { type Command, defineCommand } from "./command.ts";
import { argument, choice, required, text } from "./options.ts";

const ENDINGS = { lightgbm: "txt", onnx: "onnx" } as const;

/** `alidade models export <id> --to lightgbm|onnx`: a registered model as a file for another framework. */
export const exportOne: Command = defineCommand({
  name: "export",
  summary: "Write a model as a file for another framework",
  about: "What the other format cannot say is left out and named. A file that is there is never overwritten.",
  arguments: { id: argument("id of the model") },
  options: {
    to: required(choice(["lightgbm", "onnx"], "the format")),
    out: text("file", "where it goes (default: the id, with .txt or .onnx, in this folder)"),
  },
  examples: [
    "alidade models export mdl_0123456789abcdef --to lightgbm",
    "alidade models export mdl_0123456789abcdef --to onnx --out risk.onnx",
  ],
  async run({ args, options, backends, registry, cwd }) {
    const { version, bytes } = await (await registry()).loadModel(args.id);
    const { decodeModel } = await import("../model/index.ts");
    const model = decodeModel(bytes, (await backends()).modelPorts());
    const { exportAs, exportDocument } = await import("./exported-model.ts");
    const made = exportAs(options.to, model);
    const { join, resolve } = await import("node:path");
    const path =
      options.out === undefined ? join(cwd, `${version.id}.${ENDINGS[options.to]}`) : resolve(cwd, options.out);
    const { writeNewFile } = await import("./write-new-file.ts");
    await writeNewFile(path, made.content);
    const { shownPath } = await import("./load-system.ts");
    const written = { model: version.id, to: options.to, file: shownPath(path, cwd), bytes: made.content.length };
    return { json: { ...written, leftOut: made.leftOut }, document: exportDocument(written, made.leftOut) };
  },
});
