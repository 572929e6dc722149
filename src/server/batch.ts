import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { bodyTooLarge, problemOf, type Route, readBody } from "../wire/index.ts";
import type { Desk } from "./desk.ts";
import type { Asked } from "./handlers.ts";
import { NDJSON, parseJson } from "./parse-json.ts";
import { BODY_LIMIT, codedError } from "./problems.ts";
import type { Whose } from "./telemetry/answered.ts";
import type { Body } from "./traffic/coding.ts";
import { inOrder } from "./traffic/in-order.ts";

/** The most lines of one batch that are worked on at once; what comes after waits where it is, unread. */
const MOST_AT_ONCE = 128;

/** What answers one question. */
export type AnyHandler = (asked: Asked<unknown>) => unknown;

/** How the lines of one request are answered. */
export interface Batch {
  readonly desk: Desk;
  readonly route: Route;
  readonly handle: AnyHandler;
  /** What is known of each line beside itself. */
  readonly asked: Omit<Asked<unknown>, "body" | "whose">;
}

/**
 * Answers line by line, in the order of the questions, while they still come: each line is an answer, or the problem
 * document of that line alone.
 */
export function answerLines(request: FastifyRequest, reply: FastifyReply, batch: Batch): FastifyReply {
  const { socket } = request.raw;
  const hangUpAfter = (): void => {
    reply.raw.once("finish", () => socket.destroySoon());
  };
  const lines = answers(request, batch, hangUpAfter);
  return reply.type(`${NDJSON}; charset=utf-8`).send(Readable.from(lines, { objectMode: false }));
}

async function* answers(request: FastifyRequest, batch: Batch, hangUpAfter: () => void): AsyncGenerator<string> {
  let last = 0;
  const work = async ({ line, number }: NumberedLine): Promise<string> => {
    last = number;
    return isBlank(line) ? "" : await answerLine(request, batch, { line, number });
  };
  try {
    for await (const text of inOrder(numbered(linesOf(request.body as Body)), work, MOST_AT_ONCE))
      if (text !== "") yield text;
  } catch (thrown) {
    // What came so far is answered; the rest cannot be read, and the last line says why.
    hangUpAfter();
    yield problemLine(request, batch, { thrown, number: last + 1 });
  }
}

interface NumberedLine {
  readonly line: Uint8Array;
  /** From 1. */
  readonly number: number;
}

async function* numbered(lines: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine> {
  let number = 0;
  for await (const line of lines) yield { line, number: ++number };
}

/** Never rejects: what is wrong with one line is the answer to that line. */
async function answerLine(request: FastifyRequest, batch: Batch, { line, number }: NumberedLine): Promise<string> {
  const { desk, route, handle, asked } = batch;
  const whose: Whose = { system: undefined };
  try {
    if (number > 1) desk.entrance.access.again(request);
    const parsed = parseJson(line);
    const body = route.request === undefined ? parsed : readBody(route.request, parsed);
    const key = asked.key === undefined ? undefined : `${asked.key}#${number}`;
    const answer = await handle({ ...asked, key, body, whose });
    desk.answered.count(200, whose);
    return `${JSON.stringify(answer)}\n`;
  } catch (thrown) {
    return problemLine(request, batch, { thrown, number, whose });
  }
}

interface LineProblem {
  readonly thrown: unknown;
  readonly number: number;
  readonly whose?: Whose;
}

function problemLine(
  request: FastifyRequest,
  { desk: { metrics, log, answered } }: Batch,
  { thrown, number, whose }: LineProblem,
): string {
  const error = codedError(thrown, request);
  const problem = problemOf(error, request.id);
  metrics.count("alidade_problems_total", { code: error.code });
  answered.count(problem.status, whose);
  if (problem.status >= 500) log.error({ requestId: request.id, line: number, err: thrown }, error.message);
  return `${JSON.stringify(problem)}\n`;
}

/** Lines as they come, none longer than a body may be. Throws `wire.body-too-large`. */
async function* linesOf(body: Body): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  // Whoever stops reading has still something to answer: the connection must live until then.
  for await (const chunk of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      yield pieces.length === 0 ? chunk.subarray(from, end) : Buffer.concat([...pieces, chunk.subarray(from, end)]);
      pieces = [];
      length = 0;
      from = end + 1;
    }
    pieces.push(chunk.subarray(from));
    length += chunk.length - from;
    if (length > BODY_LIMIT) throw bodyTooLarge({ limit: BODY_LIMIT });
  }
  yield Buffer.concat(pieces);
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 32 || byte === 13 || byte === 9);
}
