import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** The bytes are not an ONNX model, or not a whole one, or they claim sizes that they do not hold. */
export const onnxMalformed: ErrorConstructor<{ readonly what: string }> = defineError("onnx.malformed", {
  headline: "Not a readable ONNX model",
  message: ({ what }: { readonly what: string }) => `An ONNX file must hold one whole model. Here ${what}.`,
  hint: () => "Export the model again, and check it with onnx.checker.check_model.",
});

/** The weights are in another file. */
export const onnxExternalData: ErrorConstructor<{ readonly tensor: string }> = defineError("onnx.external-data", {
  headline: "Weights outside the ONNX file",
  message: ({ tensor }: { readonly tensor: string }) =>
    `Every tensor must be inside the ONNX file. The data of ${JSON.stringify(tensor)} is in another one.`,
  hint: () => "Save the model in one file: onnx.save(model, path, save_as_external_data=False).",
});

interface Version {
  readonly what: string;
  readonly version: number;
  readonly oldest: number;
  readonly newest: number;
}

/** A version of the format, or of a set of operators, that is not known here. */
export const onnxVersion: ErrorConstructor<Version> = defineError("onnx.version-unsupported", {
  headline: "An ONNX version that is not known",
  message: ({ what, version, oldest, newest }: Version) =>
    `The ${what} must be of version ${oldest} to ${newest}. Got version ${version}.`,
  hint: () => "Export with an older target, such as target_opset={'': 18, 'ai.onnx.ml': 3}.",
});

/** Operators that need the runtime. */
export const onnxOperators: ErrorConstructor<{ readonly operators: readonly string[] }> = defineError(
  "onnx.operator-unsupported",
  {
    headline: "ONNX operators that are not evaluated here",
    message: ({ operators }: { readonly operators: readonly string[] }) =>
      `Without a runtime, every operator must be one of those that Alidade evaluates itself. Got ${operators.join(", ")}.`,
    hint: () => "Install the runtime (npm i onnxruntime-node, 288 MB), and import again with it.",
  },
);

/** The model needs a runtime and was given none. */
export const onnxRuntimeNeeded: ErrorConstructor<Record<never, never>> = defineError("onnx.runtime-needed", {
  headline: "The model needs the ONNX runtime",
  message: () => "This model has operators that Alidade does not evaluate itself, and no runtime was given to it.",
  hint: () => "Install it (npm i onnxruntime-node), and pass onnxRuntime() as `foreign` where models are decoded.",
});

/** The inputs or outputs of a graph cannot be read as features and a prediction. */
export const onnxSignature: ErrorConstructor<{ readonly what: string; readonly advice: string }> = defineError(
  "onnx.signature-unclear",
  {
    headline: "An ONNX signature that cannot be read",
    message: ({ what }: { readonly what: string }) =>
      `An ONNX model must take rows of features and give one prediction for each. Here ${what}.`,
    hint: ({ advice }: { readonly what: string; readonly advice: string }) => advice,
  },
);

/** A node could not be evaluated on the values that reached it. */
export const onnxEvaluation: ErrorConstructor<{ readonly what: string }> = defineError("onnx.evaluation-failed", {
  headline: "An ONNX graph that cannot be evaluated",
  message: ({ what }: { readonly what: string }) => `Every operator must be able to take its inputs. Here ${what}.`,
  hint: () => "Run the same rows through onnxruntime; if it takes them, please report the graph.",
});

/** A missing value reached an input that has no way to say so. */
export const onnxMissing: ErrorConstructor<{ readonly feature: string; readonly type: string }> = defineError(
  "onnx.missing-value",
  {
    headline: "A missing value that the model cannot take",
    message: ({ feature, type }: { readonly feature: string; readonly type: string }) =>
      `The model reads \`${feature}\` as ${type}, which cannot be missing. Got a row without it.`,
    hint: () => "Fill the feature in the system file, or export the model with a float input.",
  },
);

/** The model cannot be written as ONNX. */
export const onnxExport: ErrorConstructor<{ readonly what: string; readonly allowed: string }> = defineError(
  "onnx.export-unsupported",
  {
    headline: "Not expressible in ONNX",
    message: ({ what, allowed }: { readonly what: string; readonly allowed: string }) =>
      `Only ${allowed} can be exported. Got ${what}.`,
  },
);
