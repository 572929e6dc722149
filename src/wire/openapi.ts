import { z } from "zod";
import { decided, decideRequest } from "./decide.ts";
import { givenSchema, type JsonSchema } from "./given-schema.ts";
import { PROBLEM_TYPE, problem } from "./problem.ts";
import { rankRequest } from "./rank.ts";
import { type Route, routes } from "./routes.ts";
import type { SystemDescription } from "./systems.ts";

/** A document of OpenAPI 3.1. */
export interface OpenApi {
  readonly openapi: "3.1.0";
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** The interface of a server that serves these systems, from the very schemas that it reads and answers with. */
export function openApi(systems: readonly SystemDescription[], version: string): OpenApi {
  const schemas: Record<string, JsonSchema> = { Problem: jsonSchema(problem, "output") };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemas) };
  }
  schemas.DecideRequest = questionSchema(systems, decideRequest, false);
  schemas.RankRequest = questionSchema(systems, rankRequest, true);
  schemas.DecideResponse = decidedSchema(systems);
  return { openapi: "3.1.0", info: { title: "Alidade", version }, paths, components: { schemas } };
}

function operation(name: string, route: Route, schemas: Record<string, JsonSchema>): JsonSchema {
  const title = `${name[0]?.toUpperCase()}${name.slice(1)}`;
  if (route.request !== undefined) schemas[`${title}Request`] = jsonSchema(route.request, "input");
  if (route.response !== undefined) schemas[`${title}Response`] = jsonSchema(route.response, "output");
  const parameters = [...route.path.matchAll(/:(\w+)/g)].map(([, part]) => ({
    name: part,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  return {
    operationId: name,
    summary: route.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === undefined
      ? {}
      : { requestBody: { required: true, content: content("application/json", `${title}Request`) } }),
    responses: { 200: answer(route, title), ...problemAnswers(route) },
  };
}

function answer({ path, response }: Route, title: string): JsonSchema {
  if (response !== undefined) return { description: "Done", content: content("application/json", `${title}Response`) };
  const type = path.endsWith(".json") ? "application/json" : "text/plain";
  return { description: "Done", content: { [type]: { schema: type === "text/plain" ? { type: "string" } : {} } } };
}

function problemAnswers({ problems }: Route): JsonSchema {
  const described = { description: "A problem document, RFC 9457", content: content(PROBLEM_TYPE, "Problem") };
  return Object.fromEntries([...problems.map(String), "default"].map((status) => [status, described]));
}

function content(type: string, name: string): JsonSchema {
  return { [type]: { schema: { $ref: `#/components/schemas/${name}` } } };
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
  const items = { ...candidates?.items, properties: { id: { type: "string" }, given } };
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
