import { tableOf } from "../../data/index.ts";
import { inputsOf } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import { checkSignature, decodeModel, type Model, type ModelPorts, scoreModel } from "../../model/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** Makes sure that a model reads what the system declares, and opens what it needs. Throws `model.signature-mismatch`. */
export type ReadyCheck = (model: Model) => Model;

/** The check for one system's models. */
export function readyCheck({ features }: Pick<SystemDefinition, "features">): ReadyCheck {
  const kinds = Object.fromEntries(
    Object.entries(inputsOf(features)).map(([name, { kind }]) => [name, known(kind, `kind of ${name}`)] as const),
  );
  const nobody = tableOf(kinds, []);
  return (model) => {
    checkSignature(model, kinds);
    // Scoring no rows opens what the model needs: now, and not while somebody waits for the first decision.
    scoreModel(model, nobody);
    return model;
  };
}

/** The check for models that are asked what they were asked once, whatever the system declares by now. */
export const readyByItself: ReadyCheck = (model) => {
  const kinds = Object.fromEntries(model.signature.features.map(({ name, kind }) => [name, kind] as const));
  scoreModel(model, tableOf(kinds, []));
  return model;
};

/** A model from its bytes, ready to be asked. Throws `model.*`, `onnx.*`. */
export function openModel(bytes: Uint8Array, check: ReadyCheck, ports: ModelPorts | undefined): Model {
  return check(decodeModel(bytes, ports));
}
