import { type AlidadeError, isAlidadeError } from "../kernel/index.ts";
import type { Problem } from "../wire/index.ts";
import { answerUnreadable, fromProblem, timedOut, unreachable } from "./errors.ts";

/** How to reach a server. */
export interface Connection {
  /** Without a slash at the end. */
  readonly url: string;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
  /** The secret of a token, or what fetches it; absent where none is asked for. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
}

/** One call. */
export interface Call {
  readonly path: string;
  /** JSON text, or one to a line. */
  readonly body: string;
  /** Makes it safe to repeat. */
  readonly key?: string | undefined;
  /** Whether the body is one JSON text to a line, and the answer too. */
  readonly lines?: boolean;
  /** Gives up when the caller does; the reason is then thrown as it is. */
  readonly signal?: AbortSignal | undefined;
}

/** Posts once and gives the decoded answer; a problem document is thrown as the error that it was made from. */
export async function post(connection: Connection, call: Call): Promise<object> {
  const [answer] = await postLines(connection, call);
  return answer as object;
}

/** Posts once and gives what stands in each line of the answer. A problem of the whole request is thrown. */
export async function postLines(connection: Connection, call: Call): Promise<readonly object[]> {
  const { path, body, signal } = call;
  const url = `${connection.url}${path}`;
  const limit = AbortSignal.timeout(connection.timeoutMs);
  try {
    const response = await connection.fetch(url, {
      method: "POST",
      headers: await headersOf(connection, call),
      body,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    return read(url, response, await response.text());
  } catch (thrown) {
    if (isAlidadeError(thrown)) throw thrown;
    signal?.throwIfAborted();
    throw limit.aborted ? timedOut({ url, timeoutMs: connection.timeoutMs }, thrown) : unreachable({ url }, thrown);
  }
}

async function headersOf({ token }: Connection, { key, lines }: Call): Promise<Record<string, string>> {
  const secret = typeof token === "function" ? await token() : token;
  return {
    "content-type": lines === true ? "application/x-ndjson" : "application/json",
    ...(key === undefined ? {} : { "idempotency-key": key }),
    ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
  };
}

function read(url: string, { status, headers }: Response, text: string): readonly object[] {
  const answers = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parse(line)]));
  const [answer] = answers;
  if (answer === undefined || answers.includes(undefined)) throw answerUnreadable({ url, status });
  if (status === 200) return answers as readonly object[];
  throw problemIn(answer, Number(headers.get("retry-after") ?? 0) * 1_000) ?? answerUnreadable({ url, status });
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // Told by the caller of this, with the address and the status.
    return undefined;
  }
}

/** The error that a problem document was made from; undefined when it is none. */
export function problemIn(answer: object, retryAfterMs = 0): AlidadeError | undefined {
  const { code, title, detail, status } = answer as Partial<Problem>;
  const isProblem = [code, title, detail].every((part) => typeof part === "string") && typeof status === "number";
  return isProblem ? fromProblem({ ...(answer as Problem), retryAfterMs }) : undefined;
}
