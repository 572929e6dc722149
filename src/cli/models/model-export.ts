import type { Model } from "../../model/index.ts";
import type { LoadedModel } from "../../registry/index.ts";
import { type Command, type CommandResult, defineCommand } from "../calling/command.ts";
import { argument, choice, required, text } from "../calling/options.ts";
import type { ExportTarget } from "./exported-model.ts";

const ENDINGS = { lightgbm: ".txt", onnx: ".onnx" } as const;

/** `alidade models export <id> --to lightgbm|onnx|browser`: a registered model as a file for another framework, or for a page. */
export const exportOne: Command = defineCommand({
  name: "export",
  summary: "Write a model as a file for another framework, or for a page",
  about:
    "What the other format cannot say is left out and named. A model made of several that fits no single file becomes a folder: one file per part, and parts.json, which says how they go together. A file for a page (`browser`) leaves nothing out. A file that is there is never overwritten.",
  arguments: { id: argument("id of the model") },
  options: {
    to: required(choice(["lightgbm", "onnx", "browser"], "the format")),
    out: text("file", "where it goes (default: the id, with .txt, .onnx or .json, in this folder; of parts: a folder)"),
    system: text(
      "file",
      "for a page: the system file, or its folder, so that pages give the contract's fields and not features",
    ),
  },
  examples: [
    "alidade models export mdl_0123456789abcdef --to lightgbm",
    "alidade models export mdl_0123456789abcdef --to onnx --out risk.onnx",
    "alidade models export mdl_0123456789abcdef --to browser --system system.mts --out risk.json",
  ],
  async run({ args, options, backends, registry, cwd }) {
    const loaded = await (await registry()).loadModel(args.id);
    const { resolve } = await import("node:path");
    const { shownPath } = await import("../load-system.ts");
    const placed = (ending: string): Place => {
      const path = resolve(cwd, options.out ?? `${loaded.version.id}${ending}`);
      return { path, shown: shownPath(path, cwd) };
    };
    if (options.to === "browser") return writeForBrowser(loaded, { cwd, system: options.system, ...placed(".json") });
    const { decodeModel } = await import("../../model/index.ts");
    const model = decodeModel(loaded.bytes, (await backends()).modelPorts());
    const { isInParts } = await import("./exported-parts.ts");
    const ending = isInParts(options.to, model) ? "" : ENDINGS[options.to];
    const work = { id: loaded.version.id, to: options.to, model, ...placed(ending) };
    return ending === "" ? writeParts(work) : writeOne(work);
  },
});

/** Where a file goes. */
interface Place {
  readonly path: string;
  /** As it is told. */
  readonly shown: string;
}

interface Asked extends Place {
  readonly cwd: string;
  readonly system: string | undefined;
}

async function writeForBrowser(loaded: LoadedModel, { cwd, system: file, path, shown }: Asked): Promise<CommandResult> {
  const { loadSystem } = await import("../load-system.ts");
  const system = file === undefined ? undefined : (await loadSystem(file, cwd)).system;
  const { browserDocument, exportForBrowser } = await import("./browser-export.ts");
  const { text, ...about } = exportForBrowser(loaded, system);
  const content = new TextEncoder().encode(text);
  const { writeNewFile } = await import("../output/write-new-file.ts");
  await writeNewFile(path, content);
  const written = { model: loaded.version.id, file: shown, bytes: content.length, ...about };
  return { json: { to: "browser", ...written }, document: browserDocument(written) };
}

interface Work extends Place {
  readonly id: string;
  readonly to: ExportTarget;
  readonly model: Model;
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
