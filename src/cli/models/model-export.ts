import type { Model } from "../../model/index.ts";
import { type Command, type CommandResult, defineCommand } from "../calling/command.ts";
import { argument, choice, required, text } from "../calling/options.ts";
import type { ExportTarget } from "./exported-model.ts";

const ENDINGS = { lightgbm: ".txt", onnx: ".onnx" } as const;

/** `alidade models export <id> --to lightgbm|onnx`: a registered model as a file for another framework. */
export const exportOne: Command = defineCommand({
  name: "export",
  summary: "Write a model as a file for another framework",
  about:
    "What the other format cannot say is left out and named. A model made of several that fits no single file becomes a folder: one file per part, and parts.json, which says how they go together. A file that is there is never overwritten.",
  arguments: { id: argument("id of the model") },
  options: {
    to: required(choice(["lightgbm", "onnx"], "the format")),
    out: text("file", "where it goes (default: the id, with .txt or .onnx, in this folder; of parts: a folder)"),
  },
  examples: [
    "alidade models export mdl_0123456789abcdef --to lightgbm",
    "alidade models export mdl_0123456789abcdef --to onnx --out risk.onnx",
  ],
  async run({ args, options, backends, registry, cwd }) {
    const { version, bytes } = await (await registry()).loadModel(args.id);
    const { decodeModel } = await import("../../model/index.ts");
    const model = decodeModel(bytes, (await backends()).modelPorts());
    const { isInParts } = await import("./exported-parts.ts");
    const { resolve } = await import("node:path");
    const ending = isInParts(options.to, model) ? "" : ENDINGS[options.to];
    const path = resolve(cwd, options.out ?? `${version.id}${ending}`);
    const { shownPath } = await import("../load-system.ts");
    const work = { id: version.id, to: options.to, model, path, shown: shownPath(path, cwd) };
    return ending === "" ? writeParts(work) : writeOne(work);
  },
});

interface Work {
  readonly id: string;
  readonly to: ExportTarget;
  readonly model: Model;
  readonly path: string;
  readonly shown: string;
}

async function writeOne({ id, to, model, path, shown }: Work): Promise<CommandResult> {
  const { exportAs, exportDocument } = await import("./exported-model.ts");
  const { content, leftOut } = exportAs(to, model);
  const { writeNewFile } = await import("../output/write-new-file.ts");
  await writeNewFile(path, content);
  const written = { model: id, to, file: shown, bytes: content.length };
  return { json: { ...written, leftOut }, document: exportDocument(written, leftOut) };
}

async function writeParts({ id, to, model, path, shown }: Work): Promise<CommandResult> {
  const { exportParts } = await import("./exported-parts.ts");
  const { files, leftOut } = exportParts(to, model);
  const { writeNewFile } = await import("../output/write-new-file.ts");
  const { join } = await import("node:path");
  for (const { name, content } of files) await writeNewFile(join(path, name), content);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  const names = files.map(({ name }) => name);
  const written = { model: id, to, folder: shown, files: names, bytes };
  const { partsDocument } = await import("./exported-model.ts");
  return { json: { ...written, leftOut }, document: partsDocument(written, leftOut) };
}
