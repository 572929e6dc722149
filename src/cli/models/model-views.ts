import {
  type Block,
  type Document,
  formatBytes,
  keyValues,
  quantity,
  type Section,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { FileDescription } from "./model-description.ts";
import type { ModelFit } from "./model-fit.ts";

const FORMATS: Readonly<Record<FileDescription["format"], string>> = {
  alidade: "Alidade's own",
  "lightgbm-text": "LightGBM, text",
  "lightgbm-json": "LightGBM, JSON dump",
  "xgboost-json": "XGBoost, JSON",
  "xgboost-ubjson": "XGBoost, UBJSON",
  "xgboost-dump-json": "XGBoost, JSON dump",
  "xgboost-dump-text": "XGBoost, text dump",
  onnx: "ONNX",
};

interface File {
  readonly name: string;
  readonly bytes: number;
}

/** What a model file holds; and, held against a system, whether a head can use it. */
export function inspectionDocument(file: File, model: FileDescription, fit?: ModelFit): Document {
  return {
    title: file.name,
    subtitle: `${FORMATS[model.format]}, ${formatBytes(file.bytes)}`,
    ...(fit === undefined ? {} : { verdict: verdictOf(fit) }),
    summary: fit?.fits === true ? [`Use it: learner: imported({ file: "${file.name}" })`] : [],
    sections: [
      ...(fit === undefined ? [] : [fitSection(fit)]),
      { title: "The model", blocks: [keyValues(modelFacts(model))] },
      {
        title: "Features",
        lead: `${model.features.length}, in the model's order.`,
        blocks: [featureTable(model, fit)],
      },
    ],
  };
}

function verdictOf({ fits, system, heads }: ModelFit): NonNullable<Document["verdict"]> {
  const able = heads.filter(({ problem }) => problem === null).map(({ head }) => head);
  if (fits) return { tone: "good", text: `${system} can use it, for ${able.join(", ")}.` };
  return { tone: "bad", text: `${system} cannot use it.` };
}

function fitSection({ missing, otherKind, unread, heads }: ModelFit): Section {
  const rows: Record<string, Value> = {
    ...(missing.length === 0 ? {} : { "The system lacks": missing.join(", ") }),
    ...(otherKind.length === 0 ? {} : { "Of another kind": otherKind.join("; ") }),
    ...(unread.length === 0 ? {} : { "The model does not read": unread.join(", ") }),
  };
  const able = heads.every(({ problem }) => problem === null);
  const headRows = table(
    ["Head", "Predicts", "Can use it", ...(able ? [] : ["Why not"])],
    heads.map(({ head, task, problem }) => [
      head,
      task,
      problem === null ? words("yes", { tone: "good" }) : words("no", { tone: "bad" }),
      ...(able ? [] : [problem ?? ""]),
    ]),
  );
  const blocks: readonly Block[] = [headRows, ...(Object.keys(rows).length === 0 ? [] : [keyValues(rows)])];
  return { title: "In the system", blocks };
}

function modelFacts(model: FileDescription): Readonly<Record<string, Value>> {
  const { version, objective, task, trees, rounds, bestRound, outputs } = model;
  const name = model.format === "alidade" ? "Format" : "Objective";
  return {
    ...(version === "" ? {} : { Version: version }),
    ...(objective === undefined ? {} : { [name]: objective }),
    Predicts: task ?? "not said in the file",
    ...(trees === 0 ? {} : { Trees: quantity(trees, "count"), Rounds: quantity(rounds, "count") }),
    ...(bestRound === undefined ? {} : { "Best round": quantity(bestRound, "count") }),
    "Numbers per row": quantity(outputs, "count"),
  };
}

/** So many levels of a text are shown. */
const SHOWN = 6;

function featureTable({ features }: FileDescription, fit: ModelFit | undefined): Block {
  const missing = new Set(fit?.missing);
  const hasLevels = features.some(({ levels }) => levels.length > 0);
  const rows = features.map(({ name, kind, levels }): readonly Value[] => {
    const more = levels.length > SHOWN ? ` and ${levels.length - SHOWN} more` : "";
    const has = missing.has(name) ? words("no", { tone: "bad" }) : words("yes");
    const shown = hasLevels ? [levels.slice(0, SHOWN).join(", ") + more] : [];
    return [name, kind, ...shown, ...(fit === undefined ? [] : [has])];
  });
  return table(
    ["Name", "Kind", ...(hasLevels ? ["Levels"] : []), ...(fit === undefined ? [] : ["In the system"])],
    rows,
  );
}
