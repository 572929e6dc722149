import { z } from "zod";
import { decided, decideRequest } from "./decide.ts";
import { givenSchema, type JsonSchema } from "./given-schema.ts";
import { operation, sharedComponents, titleOf } from "./openapi-operation.ts";
import { problem } from "./problem.ts";
import { rankRequest } from "./rank.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";
import type { SystemDescription } from "./systems.ts";

/** A document of OpenAPI 3.1. */
export interface OpenApi {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string; readonly license: JsonSchema };
  readonly servers: readonly { readonly url: string }[];
  readonly security: readonly JsonSchema[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & JsonSchema;
}

/** The interface of a server that serves these systems, from the very schemas that it reads and answers with. */
export function openApi(systems: readonly SystemDescription[], version: string): OpenApi {
  const schemas: Record<string, JsonSchema> = { Problem: jsonSchema(problem, "output") };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
    if (route.request !== undefined) schemas[`${titleOf(name)}Request`] = jsonSchema(route.request, "input");
    if (route.response !== undefined) schemas[`${titleOf(name)}Response`] = jsonSchema(route.response, "output");
  }
  schemas.DecideRequest = questionSchema(systems, decideRequest, false);
  schemas.RankRequest = questionSchema(systems, rankRequest, true);
  schemas.DecideResponse = decidedSchema(systems);
  return {
    openapi: "3.1.0",
    info: { title: "Alidade", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: "/" }],
    // Where no token was ever made, none is asked for.
    security: [{ token: [] }, {}],
    paths,
    components: { schemas, ...sharedComponents },
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest as JsonSchema;
}

/** A question, spelled out for every system that takes such; the name may be left out where there is only one. */
function questionSchema(systems: readonly SystemDescription[], question: z.ZodType, ranks: boolean): JsonSchema {
  const asked = systems.filter(({ policy }) => (policy === "rank-by") === ranks);
  if (asked.length === 0) return jsonSchema(question, "input");
  return { anyOf: asked.map((system) => oneSystem(system, question, systems.length > 1)) };
}

function oneSystem(system: SystemDescription, question: z.ZodType, named: boolean): JsonSchema {
  const { properties, required, ...rest } = jsonSchema(question, "input");
  const given = givenSchema(system);
  const { candidates } = properties as { readonly candidates?: { readonly items: JsonSchema } };
  const items = { ...candidates?.items, properties: { id: { type: "string" }, given, source: { type: "string" } } };
  return {
    ...rest,
    title: system.name,
    properties: {
      ...(properties as JsonSchema),
      system: { type: "string", enum: [system.name] },
      given,
      ...(candidates === undefined ? {} : { candidates: { ...candidates, items } }),
    },
    required: [...(named ? ["system"] : []), ...(required as readonly string[])],
  };
}

function decidedSchema(systems: readonly SystemDescription[]): JsonSchema {
  const { properties, ...rest } = jsonSchema(decided, "output");
  const actions = [...new Set(systems.flatMap((system) => system.actions))];
  const action = actions.length === 0 ? { type: "string" } : { type: "string", enum: actions };
  return { ...rest, properties: { ...(properties as JsonSchema), action } };
}
