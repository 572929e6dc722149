import type { z } from "zod";
import type { Scope } from "./scopes.ts";

/** One thing that a server answers, as data: the server, the document of the interface and the tests are drawn from it. */
export interface Route<Request = unknown, Response = unknown> {
  readonly method: "GET" | "POST" | "PUT";
  /** With `:name` for a part that varies. */
  readonly path: string;
  readonly summary: string;
  /** What a token must allow, where tokens are asked for; null is answered to everybody. */
  readonly scope: Scope | null;
  /** Whether questions may also come as NDJSON, one to a line, and are then answered line by line. */
  readonly lines?: true;
  /** Whether an `Idempotency-Key` makes it safe to repeat. */
  readonly keyed?: true;
  /** Of the body; absent when there is none. */
  readonly request?: z.ZodType<Request>;
  /** Absent when the answer is not JSON of a fixed shape. */
  readonly response?: z.ZodType<Response>;
  /** Statuses of the problems that are peculiar to it. */
  readonly problems: readonly number[];
}
