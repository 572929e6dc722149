import { isAlidadeError } from "../kernel/index.ts";
import type { Problem } from "../wire/index.ts";
import { answerUnreadable, fromProblem, timedOut, unreachable } from "./errors.ts";

/** How to reach a server. */
export interface Connection {
  readonly url: string;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** One call. */
export interface Call {
  readonly path: string;
  /** JSON text. */
  readonly body: string;
  /** Gives up when the caller does; the reason is then thrown as it is. */
  readonly signal?: AbortSignal | undefined;
}

/** Posts once and gives the decoded answer; a problem document is thrown as the error that it was made from. */
export async function post(connection: Connection, { path, body, signal }: Call): Promise<object> {
  const url = `${connection.url}${path}`;
  const limit = AbortSignal.timeout(connection.timeoutMs);
  try {
    const response = await connection.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    return read(url, response.status, await response.text());
  } catch (thrown) {
    if (isAlidadeError(thrown)) throw thrown;
    signal?.throwIfAborted();
    throw limit.aborted ? timedOut({ url, timeoutMs: connection.timeoutMs }, thrown) : unreachable({ url }, thrown);
  }
}

function read(url: string, status: number, text: string): object {
  const answer = parse(text);
  if (answer === undefined) throw answerUnreadable({ url, status });
  if (status === 200) return answer;
  if (!isProblem(answer)) throw answerUnreadable({ url, status });
  throw fromProblem(answer);
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

function isProblem(answer: object): answer is Problem {
  const { code, title, detail, status } = answer as Partial<Problem>;
  return [code, title, detail].every((part) => typeof part === "string") && typeof status === "number";
}
