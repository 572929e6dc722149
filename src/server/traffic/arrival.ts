import type { FastifyRequest } from "fastify";
import { refuseConnection } from "../client-error.ts";
import type { Body } from "./coding.ts";

/** How long a body may take to arrive, in milliseconds; of one that is answered line by line, how long the next piece may. */
const ARRIVAL_MS = 10_000;

/** Hangs up on a body that does not arrive in time. Node's own limit would cut long batches too, which are let go on. */
export function limitArrival({ raw }: FastifyRequest, payload: Body, inPieces: boolean): void {
  let seen = raw.socket.bytesRead;
  const timer = setTimeout(() => {
    const { bytesRead } = raw.socket;
    // What came and was not read yet waits for us, and not we for it.
    const isMoving = bytesRead > seen || payload.readableLength > 0;
    seen = bytesRead;
    if (inPieces && isMoving) timer.refresh();
    // Some of its answers may be on their way: there is no place for another one.
    else if (inPieces) raw.socket.destroySoon();
    else refuseConnection(Object.assign(new Error("late"), { code: "ERR_HTTP_REQUEST_TIMEOUT" }), raw.socket);
  }, ARRIVAL_MS);
  // Comes after its end too, and before its answer.
  raw.once("close", () => clearTimeout(timer));
}
