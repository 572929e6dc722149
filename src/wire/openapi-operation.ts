import type { JsonSchema } from "./given-schema.ts";
import { PROBLEM_TYPE } from "./problem.ts";
import type { Route } from "./route.ts";

/** What a route is called in the document: its name with a capital. */
export function titleOf(name: string): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}

/** One operation of the document. The schemas that it refers to are `<Title>Request` and `<Title>Response`. */
export function operation(name: string, route: Route): JsonSchema {
  const parameters = [...pathParameters(route), ...queryParameters(name), ...headerParameters(route)];
  return {
    operationId: name,
    summary: route.summary,
    tags: [TAGS[route.scope ?? "open"]],
    ...(route.scope === null
      ? { security: [] }
      : { description: `Needs the scope \`${route.scope}\`, where tokens are asked for.` }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === undefined ? {} : { requestBody: requestBody(name, route) }),
    responses: { 200: answer(name, route), ...problemAnswers(route) },
  };
}

const TAGS = {
  decide: "decisions",
  outcomes: "outcomes",
  events: "events",
  read: "looking",
  manage: "changing",
  open: "health",
} as const;

function pathParameters({ path }: Route): readonly JsonSchema[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, part]) => ({
    name: part,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

/** Of a body that is NDJSON: the members that one line has no place for. */
function queryParameters(name: string): readonly JsonSchema[] {
  if (name !== "events") return [];
  return ["system", "stream", "key"].map((member) => ({
    name: member,
    in: "query",
    description: `\`${member}\`, where the body is application/x-ndjson.`,
    schema: { type: "string" },
  }));
}

function headerParameters({ keyed }: Route): readonly JsonSchema[] {
  return keyed === true ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : [];
}

function requestBody(name: string, { lines }: Route): JsonSchema {
  const described = lines === true ? `One \`${titleOf(name)}Request\` to a line.` : "One event to a line.";
  const ndjson = { "application/x-ndjson": { schema: { type: "string", description: described } } };
  return {
    required: true,
    content: {
      ...content("application/json", `${titleOf(name)}Request`),
      ...(lines === true || name === "events" ? ndjson : {}),
    },
  };
}

function answer(name: string, { path, response, lines }: Route): JsonSchema {
  const description = "Done";
  const headers = { "x-request-id": { $ref: "#/components/headers/RequestId" } };
  if (response === undefined) {
    const type = path.endsWith(".json") ? "application/json" : "text/plain";
    const schema = type === "text/plain" ? { type: "string" } : { type: "object" };
    return { description, headers, content: { [type]: { schema } } };
  }
  const words = `To a batch: one \`${titleOf(name)}Response\` or \`Problem\` to a line, in the order of the questions.`;
  const ndjson = { "application/x-ndjson": { schema: { type: "string", description: words } } };
  return {
    description,
    headers,
    content: { ...content("application/json", `${titleOf(name)}Response`), ...(lines === true ? ndjson : {}) },
  };
}

/** Problems that any route may answer with, where it asks who comes and whether there is room. */
const ADMISSION = [401, 403, 429, 503];

function problemAnswers({ problems, scope }: Route): JsonSchema {
  const statuses = new Set([...problems, ...(scope === null ? [] : ADMISSION)]);
  const answers = [...statuses].sort((a, b) => a - b).map((status) => [String(status), refer(status)]);
  return Object.fromEntries([...answers, ["default", refer(0)]]);
}

function refer(status: number): JsonSchema {
  return { $ref: `#/components/responses/${status === 429 || status === 503 ? "ProblemLater" : "Problem"}` };
}

function content(type: string, name: string): JsonSchema {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
}

const PROBLEM = { description: "A problem document, RFC 9457", content: content(PROBLEM_TYPE, "Problem") };
const REQUEST_ID = { $ref: "#/components/headers/RequestId" };

/** Everything that operations share, beside the schemas. */
export const sharedComponents: JsonSchema = {
  securitySchemes: {
    token: { type: "http", scheme: "bearer", description: "A token of `alidade token create`." },
  },
  parameters: {
    IdempotencyKey: {
      name: "Idempotency-Key",
      in: "header",
      description:
        "Your own name for this request, 1 to 255 printable ASCII characters. The same key and question again give the same " +
        "decision; another question is a conflict. In a batch each line has the key and its number.",
      schema: { type: "string", minLength: 1, maxLength: 255, pattern: "^[ -~]+$" },
    },
  },
  headers: {
    RequestId: {
      description: "The caller's `x-request-id` where it is a plain word, else a new one; also in the server's log.",
      schema: { type: "string" },
    },
    RetryAfter: { description: "Seconds until it is worth trying again.", schema: { type: "integer", minimum: 1 } },
  },
  responses: {
    Problem: { ...PROBLEM, headers: { "x-request-id": REQUEST_ID } },
    ProblemLater: {
      ...PROBLEM,
      headers: { "x-request-id": REQUEST_ID, "retry-after": { $ref: "#/components/headers/RetryAfter" } },
    },
  },
};
