import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** The bytes are nothing that an import reads. */
export const importUnrecognised: ErrorConstructor<{ readonly looks: string }> = defineError(
  "model.import-unrecognised",
  {
    headline: "Not a model that can be imported",
    message: ({ looks }: { readonly looks: string }) =>
      `An import reads LightGBM's model.txt and dump_model JSON, XGBoost's save_model JSON and UBJSON and its dumps, and ONNX. This ${looks}.`,
    hint: () => "Save the model again with the framework's own save_model, or convert it to ONNX.",
  },
);

/** The file ends, or a size in it points, beyond what is there. */
export const importCutShort: ErrorConstructor<{ readonly what: string }> = defineError("model.import-cut-short", {
  headline: "The model file is cut short",
  message: ({ what }: { readonly what: string }) => `A model file must be whole. Here ${what}.`,
  hint: () => "Copy or download the file again.",
});

/** The file says something that no framework writes. */
export const importMalformed: ErrorConstructor<{ readonly what: string }> = defineError("model.import-malformed", {
  headline: "The model file is damaged",
  message: ({ what }: { readonly what: string }) => `A model file must be as its framework wrote it. Here ${what}.`,
  hint: () => "Save the model again, and do not edit the file.",
});

interface Versions {
  readonly framework: string;
  readonly version: string;
  readonly supported: string;
}

/** The file is of a version of its framework that the import does not know. */
export const importVersion: ErrorConstructor<Versions> = defineError("model.import-version", {
  headline: "A model file of an unknown version",
  message: ({ framework, version, supported }: Versions) =>
    `An import reads ${framework} ${supported}. Got ${JSON.stringify(version)}.`,
  hint: ({ framework }) => `Save the model again with a supported version of ${framework}.`,
});

interface Unsupported {
  readonly what: string;
  readonly supported: string;
}

/** The model does something that a forest here cannot say. */
export const importUnsupported: ErrorConstructor<Unsupported> = defineError("model.import-unsupported", {
  headline: "A kind of model that cannot be imported",
  message: ({ what, supported }: Unsupported) => `${what} cannot be imported. Supported: ${supported}.`,
  hint: () => "Train with one of these, or serve the model through ONNX.",
});

/** The caller has to say something that the file leaves open, or said something that contradicts it. */
export const importOption: ErrorConstructor<{ readonly option: string; readonly what: string }> = defineError(
  "model.import-option",
  {
    headline: "An import needs another option",
    message: ({ option, what }: { readonly option: string; readonly what: string }) =>
      `The import's \`${option}\` must fit the file: ${what}.`,
  },
);

/** The features of the file are not the ones that the caller named, or cannot be told apart. */
export const importFeatures: ErrorConstructor<{ readonly problems: readonly string[] }> = defineError(
  "model.import-features",
  {
    headline: "The model's features do not match",
    message: ({ problems }: { readonly problems: readonly string[] }) =>
      `An import's features must be those of the file, each under a name of its own. ${problems.join("; ")}.`,
    hint: () => "Look at describeImport(file).features, and rename with `features: { old: { name } }`.",
  },
);

/** The other framework's format has no words for this model. */
export const exportUnsupported: ErrorConstructor<Unsupported> = defineError("model.export-unsupported", {
  headline: "A kind of model that cannot be exported",
  message: ({ what, supported }: Unsupported) => `${what} cannot be exported. Supported: ${supported}.`,
});
