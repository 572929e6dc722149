import { defineError, type ErrorConstructor } from "../kernel/index.ts";

/** The bytes are not a model, or not a whole one. */
export const modelCorrupt: ErrorConstructor<{ readonly what: string }> = defineError("model.corrupt", {
  headline: "Not a readable model",
  message: ({ what }: { readonly what: string }) => `A model's bytes must be what encodeModel wrote. Here ${what}.`,
  hint: () => "Fetch the model again, or roll back to the version before.",
});

/** A file that is no head, or not a whole one. */
export const headUnreadable: ErrorConstructor<{ readonly what: string }> = defineError("model.head-unreadable", {
  headline: "Not a readable head",
  message: ({ what }: { readonly what: string }) =>
    `A head's file must be what \`alidade models export --to browser\` wrote. Here ${what}.`,
  hint: () => "Export the model again.",
});

/** A model that has gone astray: it cannot be stored, and must not decide. */
export const modelNotFinite: ErrorConstructor<{ readonly format: string }> = defineError("model.not-finite", {
  headline: "A model with a number that is none",
  message: ({ format }: { readonly format: string }) =>
    `Every number of a model must be finite. This one, of the format ${format}, holds an infinity or NaN.`,
  hint: () => "Look for extreme values in the features, the label and the weights, and hold the learner back more.",
});

/** The model names a format that this build does not carry. */
export const modelFormatUnknown: ErrorConstructor<{ readonly format: string; readonly known: readonly string[] }> =
  defineError("model.format-unknown", {
    headline: "An unknown model format",
    message: ({ format, known }: { readonly format: string; readonly known: readonly string[] }) =>
      `A model's format must be one of ${known.join(", ")}. Got ${JSON.stringify(format)}.`,
    hint: () => "Use a build of Alidade that has this format.",
  });

interface Newer {
  readonly format: string;
  readonly version: number;
  readonly newest: number;
}

/** The model was written by a later version of Alidade. */
export const modelVersionNewer: ErrorConstructor<Newer> = defineError("model.version-newer", {
  headline: "A model from a newer version",
  message: ({ format, version, newest }: Newer) =>
    `This build reads versions 1 to ${newest} of the format ${format}. Got version ${version}.`,
  hint: () => "Upgrade Alidade here, or retrain with this version.",
});

/** The columns at hand are not the ones that the model was trained on. */
export const signatureMismatch: ErrorConstructor<{ readonly problems: readonly string[] }> = defineError(
  "model.signature-mismatch",
  {
    headline: "The model's features do not match",
    message: ({ problems }: { readonly problems: readonly string[] }) =>
      `A model needs each of its features, in its kind. ${problems.join("; ")}.`,
    hint: () => "Compare the features of the system file with the model's signature, or retrain.",
  },
);
