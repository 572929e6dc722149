import type { Socket } from "node:net";
import type { AlidadeError } from "../kernel/index.ts";
import { headersTooLarge, PROBLEM_TYPE, problemOf, requestLate, requestMalformed } from "../wire/index.ts";

const REFUSED: Readonly<Record<string, () => AlidadeError>> = {
  HPE_HEADER_OVERFLOW: () => headersTooLarge({}),
  ERR_HTTP_REQUEST_TIMEOUT: () => requestLate({}),
};

/** Answers what never became a request, with a problem document too, and hangs up. */
export function refuseConnection(thrown: Error & { readonly code?: string }, socket: Socket): void {
  if (thrown.code === "ECONNRESET" || socket.destroyed) return;
  const error = REFUSED[thrown.code ?? ""]?.() ?? requestMalformed({ why: "What came cannot be read as HTTP." });
  const problem = problemOf(error, "none");
  const text = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${text}`);
  socket.destroySoon();
}
