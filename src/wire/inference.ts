import { z } from "zod";
import type { Route } from "./route.ts";
import { boundedText } from "./words.ts";

/** The most rows of one request; a model of many features or classes takes fewer. */
export const MOST_ROWS = 10_000;

/** The values of a tensor: a list, or whatever is read as one. */
export type TensorValues = Pick<readonly unknown[], "length" | "at">;

/**
 * The Open Inference Protocol, version 2 (https://github.com/open-inference/open-inference-protocol): heads are models,
 * features are tensors. What its clients send beyond the protocol is let pass.
 */
export interface InferTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Row by row; flat, or in lists as deep as the shape is long. Null is a value that is not known. */
  readonly data?: TensorValues | undefined;
}

export interface InferRequest {
  readonly id?: string | undefined;
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  readonly inputs: readonly InferTensor[];
  readonly outputs?: readonly { readonly name: string }[] | undefined;
}

export interface InferResponse {
  readonly model_name: string;
  readonly model_version: string;
  readonly id?: string | undefined;
  readonly outputs: readonly InferTensor[];
}

interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  /** -1 for however many rows there are. */
  readonly shape: readonly number[];
}

export interface ModelMetadata {
  readonly name: string;
  readonly versions: readonly string[];
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
}

export interface ServerMetadata {
  readonly name: string;
  readonly version: string;
  readonly extensions: readonly string[];
}

const parameters = z.record(z.string(), z.unknown()).optional();
const MOST_DIMENSIONS = 8;
const SHAPE = `must be a list of 1 to ${MOST_DIMENSIONS} whole numbers from 0 on.`;

const inputTensor = z.object({
  name: boundedText(256),
  datatype: boundedText(16),
  shape: z.array(z.int(SHAPE).min(0, SHAPE), SHAPE).min(1, SHAPE).max(MOST_DIMENSIONS, SHAPE),
  parameters,
  // Not looked through here: whoever reads a value says what is wrong with it.
  data: z
    .custom<TensorValues>(isValues, "must be a list.")
    .meta({ type: "array", maxItems: MOST_ROWS, description: "One value to a row; fewer rows for a large model." })
    .optional(),
});

const outputTensor = z.object({
  name: z.string(),
  datatype: z.string(),
  shape: z.array(z.int()),
  parameters,
  data: z
    .custom<TensorValues>(isValues, "must be a list.")
    .meta({ type: "array", description: "Row by row; of a head with classes, one value to each of them." })
    .optional(),
});

/** A list, or the bytes of one, which no JSON can be mistaken for: it has no functions, but those of its texts. */
function isValues(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || typeof (value as Partial<TensorValues>).at === "function";
}

const inferRequest: z.ZodType<InferRequest> = z.object(
  {
    id: z.string().max(256).optional(),
    parameters,
    inputs: z.array(inputTensor, "must be a list of tensors.").min(1, "must hold a tensor.").max(10_000),
    outputs: z.array(z.object({ name: boundedText(256) })).optional(),
  },
  "must be a JSON object.",
);

const inferResponse: z.ZodType<InferResponse> = z.strictObject({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string().optional(),
  outputs: z.array(outputTensor),
});

const tensorMetadata = z.strictObject({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) });
const modelMetadata: z.ZodType<ModelMetadata> = z.strictObject({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(tensorMetadata),
  outputs: z.array(tensorMetadata),
});
const serverMetadata: z.ZodType<ServerMetadata> = z.strictObject({
  name: z.string(),
  version: z.string(),
  extensions: z.array(z.string()),
});
const live: z.ZodType<{ readonly live: true }> = z.strictObject({ live: z.literal(true) });
const ready: z.ZodType<{ readonly ready: true }> = z.strictObject({ ready: z.literal(true) });

/** The routes of the Open Inference Protocol. */
export interface InferenceRoutes {
  readonly inferenceServer: Route<never, ServerMetadata>;
  readonly inferenceLive: Route<never, { readonly live: true }>;
  readonly inferenceReady: Route<never, { readonly ready: true }>;
  readonly model: Route<never, ModelMetadata>;
  readonly modelVersion: Route<never, ModelMetadata>;
  readonly modelReady: Route<never, { readonly ready: true }>;
  readonly modelVersionReady: Route<never, { readonly ready: true }>;
  readonly infer: Route<InferRequest, InferResponse>;
  readonly inferVersion: Route<InferRequest, InferResponse>;
}

/** Where it is answered. */
export const INFERENCE_ROOT = "/v2";
const MODEL = `${INFERENCE_ROOT}/models/:model`;
const VERSION = `${MODEL}/versions/:version`;
const look = (path: string, summary: string) =>
  ({ method: "GET", path, scope: "read", summary, problems: [404] }) as const;
const score = (path: string, summary: string) =>
  ({ method: "POST", path, scope: "decide", summary, problems: [400, 404, 413, 415] }) as const;

export const inferenceRoutes: InferenceRoutes = {
  inferenceServer: {
    ...look(INFERENCE_ROOT, "Open Inference Protocol: what this server is."),
    response: serverMetadata,
  },
  inferenceLive: {
    ...look(`${INFERENCE_ROOT}/health/live`, "Open Inference Protocol: whether the process answers."),
    scope: null,
    response: live,
  },
  inferenceReady: {
    ...look(`${INFERENCE_ROOT}/health/ready`, "Open Inference Protocol: whether decisions can be made and stored."),
    scope: null,
    response: ready,
    problems: [503],
  },
  model: {
    ...look(MODEL, "Open Inference Protocol: the tensors of a head, `<system>.<head>`."),
    response: modelMetadata,
  },
  modelVersion: { ...look(VERSION, "Open Inference Protocol: the tensors of one version."), response: modelMetadata },
  modelReady: { ...look(`${MODEL}/ready`, "Open Inference Protocol: whether a head is served."), response: ready },
  modelVersionReady: {
    ...look(`${VERSION}/ready`, "Open Inference Protocol: whether one version is served."),
    response: ready,
  },
  infer: {
    ...score(
      `${MODEL}/infer`,
      "Open Inference Protocol: the champion's scores, of at most 10,000 rows. Nothing is decided and nothing stored.",
    ),
    request: inferRequest,
    response: inferResponse,
  },
  inferVersion: {
    ...score(
      `${VERSION}/infer`,
      "Open Inference Protocol: the scores of one version that is served, of at most 10,000 rows.",
    ),
    request: inferRequest,
    response: inferResponse,
  },
};
