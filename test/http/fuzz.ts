import { gzipSync } from "node:zlib";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { OpenApi } from "../../src/wire/index.ts";
import type { FuzzOffice, Good } from "./fuzz-office.ts";
import { type TensorBody, tensorBodies } from "./fuzz-tensors.ts";
import { fitting, nearly, type Schema } from "./schema-arbitrary.ts";

interface Operation {
  readonly method: string;
  readonly path: string;
  /** Name of the schema of its body; absent when it takes none. */
  readonly body: string | undefined;
  readonly answer: string | undefined;
}

/** One request, as it is sent. */
interface Sent {
  readonly operation: Operation;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | undefined;
}

/** How often each status was answered with, by route: what was tried, and that good requests were among it. */
export type Tally = Map<string, number>;

/**
 * Sends requests made from the server's own document for so long: what fits, what nearly fits, garbage, and good requests with
 * something wrong in one place. Rejects at the
 * first answer that is no answer of its own: a status from 500 on, a problem that is none, a body that its schema does not allow.
 */
export async function fuzz(
  office: FuzzOffice,
  options: { readonly ms: number; readonly seed: number },
): Promise<Tally> {
  const document = (await (await fetch(`${office.server.url}/openapi.json`)).json()) as OpenApi;
  const check = checkerOf(document);
  const tally: Tally = new Map();
  const property = fc.asyncProperty(requests(document, office.good), async (sent) => {
    const { status, type, text } = await send(office.server.url, sent);
    const { method, path } = sent.operation;
    const place = `${method} ${path} ${status}`;
    tally.set(place, (tally.get(place) ?? 0) + 1);
    check(sent, { status, type, text });
  });
  await fc.assert(property, {
    seed: options.seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: options.ms,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  return tally;
}

function operationsOf(document: OpenApi): readonly Operation[] {
  const schemaOf = (content: unknown): string | undefined =>
    /"#\/components\/schemas\/(\w+)"/.exec(JSON.stringify(content) ?? "")?.[1];
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { requestBody, responses } = operation as { requestBody?: object; responses: Record<string, object> };
      return { method: method.toUpperCase(), path, body: schemaOf(requestBody), answer: schemaOf(responses[200]) };
    }),
  );
}

function requests(document: OpenApi, good: readonly Good[]): fc.Arbitrary<Sent> {
  const schemas = document.components.schemas as Readonly<Record<string, Schema>>;
  return fc.oneof(
    ...operationsOf(document).map((operation) => {
      const known = good.find(({ method, path }) => method === operation.method && path === operation.path);
      const plain = bodies(operation, schemas, known).map((body): Content => ({ body }));
      const tensors = { weight: 1, arbitrary: tensorBodies };
      const content = operation.path.endsWith("/infer") ? fc.oneof({ weight: 3, arbitrary: plain }, tensors) : plain;
      return fc.record({ url: urls(operation, known), content, extra: extras }).map(({ url, content, extra }): Sent => {
        const { body } = content;
        const isPacked = extra.pack && body !== undefined;
        const headers = headersOf(content, extra, isPacked);
        return { operation, url, headers, body: isPacked ? gzipSync(body) : body };
      });
    }),
  );
}

type Content = { readonly body: Uint8Array | undefined } & Partial<Pick<TensorBody, "json">>;

function headersOf({ json }: Content, extra: Extra, isPacked: boolean): Record<string, string> {
  const headers: Record<string, string> = { "content-type": extra.type };
  if (json !== undefined) headers["inference-header-content-length"] = String(json);
  if (isPacked) headers["content-encoding"] = "gzip";
  if (extra.key !== undefined) headers["idempotency-key"] = extra.key;
  if (extra.trace !== undefined) headers.traceparent = extra.trace;
  return headers;
}

/** Where to send it: where a good one goes, or to names that are known, or to any. */
function urls({ path }: Operation, known: Good | undefined): fc.Arbitrary<string> {
  const part = fc.oneof(fc.constantFrom("readmission", "orders", "%00"), fc.string({ maxLength: 60 }));
  const any = fc
    .infiniteStream(part)
    .map((parts) => path.replace(/\{\w+\}/g, () => encodeURIComponent(parts.next().value ?? "")) || "/");
  return known === undefined
    ? any
    : fc.oneof({ weight: 2, arbitrary: fc.constant(known.url) }, { weight: 1, arbitrary: any });
}

type Extra = typeof extras extends fc.Arbitrary<infer One> ? One : never;

const extras = fc.record({
  type: fc.oneof(
    { weight: 6, arbitrary: fc.constant("application/json") },
    { weight: 2, arbitrary: fc.constant("application/x-ndjson") },
    { weight: 1, arbitrary: fc.constantFrom("text/plain", "application/json; charset=latin1", "a/b; c=d", "") },
  ),
  pack: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  key: fc.option(
    fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.trim() || "k"),
    { nil: undefined, freq: 4 },
  ),
  trace: fc.option(fc.constantFrom("00-00-00-00", "x", `00-${"a".repeat(32)}-${"b".repeat(16)}-01`), {
    nil: undefined,
  }),
});

function bodies(
  { body }: Operation,
  schemas: Readonly<Record<string, Schema>>,
  known: Good | undefined,
): fc.Arbitrary<Uint8Array | undefined> {
  if (body === undefined) return fc.constant(undefined);
  const made = fitting(schemas[body] ?? {}, schemas);
  const fits = known === undefined ? made : fc.oneof(made, fc.constant(known.body));
  const text = fc
    .oneof({ weight: 3, arbitrary: fits }, { weight: 4, arbitrary: nearly(fits) })
    .map((one) => JSON.stringify(one) ?? "");
  const lines = fc.array(text, { maxLength: 5 }).map((all) => all.join("\n"));
  const cut = fc.tuple(text, fc.nat()).map(([whole, at]) => whole.slice(0, at % Math.max(1, whole.length)));
  const asBytes = fc.oneof(
    { weight: 6, arbitrary: text },
    { weight: 1, arbitrary: lines },
    { weight: 1, arbitrary: cut },
  );
  return fc.oneof(
    { weight: 8, arbitrary: asBytes.map((one) => Buffer.from(one)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

async function send(base: string, { operation, url, headers, body }: Sent): Promise<Answer> {
  const answer = await fetch(base + url, {
    method: operation.method,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]*$/.test(value))),
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
}

function checkerOf(document: OpenApi): (sent: Sent, answer: Answer) => void {
  const ajv = new Ajv2020({ strict: false });
  for (const [name, schema] of Object.entries(document.components.schemas))
    ajv.addSchema(schema, `#/components/schemas/${name}`);
  const fits = (name: string, value: unknown): void => {
    const validate = ajv.getSchema(`#/components/schemas/${name}`) as ValidateFunction;
    if (!validate(value)) throw new Error(`${name} does not allow it: ${JSON.stringify(validate.errors)}`);
  };
  return ({ operation: { answer } }, { status, type, text }) => {
    if (status >= 500) throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
    if (status !== 200) fits("Problem", JSON.parse(text));
    else if (answer !== undefined && answer !== "Problem")
      for (const line of type.includes("ndjson") ? text.split("\n") : [text]) checkLine(line, answer);
  };

  function checkLine(line: string, answer: string): void {
    if (line === "") return;
    const value = JSON.parse(line);
    const isProblem = typeof value.type === "string" && typeof value.code === "string";
    if (isProblem && value.status >= 500) throw new Error(`answered a line with ${line.slice(0, 300)}`);
    fits(isProblem ? "Problem" : answer, value);
  }
}
