import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { bodyNotGzip, bodyTooLarge, codingUnknown } from "../../wire/index.ts";

/** What a body is read from; how long it was on the way is Fastify's to check against `content-length`. */
export type Body = Readable & { receivedEncodedLength?: number };

/**
 * The body as it was before it was packed. It is unpacked as it is read, and no further than to `most` bytes, whatever the
 * packed ones would become. Throws `wire.coding-unknown`.
 */
export function unpacked(headers: IncomingMessage["headers"], payload: Body, most: number): Body {
  const coding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (coding === "identity" || coding === "") return payload;
  if (coding !== "gzip" && coding !== "x-gzip") throw codingUnknown({ got: coding.slice(0, 40) });
  const gunzip = createGunzip();
  const body: Body = gunzip;
  body.receivedEncodedLength = 0;
  payload.on("data", (bytes: Buffer) => {
    body.receivedEncodedLength = (body.receivedEncodedLength ?? 0) + bytes.length;
  });
  let length = 0;
  gunzip.on("data", (bytes: Buffer) => {
    length += bytes.length;
    if (length > most) gunzip.destroy(bodyTooLarge({ limit: most }));
  });
  // Whoever reads may have turned away by then; without a listener the error would end the process.
  gunzip.on("error", () => payload.unpipe(gunzip));
  gunzip.pause();
  payload.on("error", (thrown) => gunzip.destroy(thrown));
  payload.on("close", () => {
    if (!payload.readableEnded) gunzip.destroy(bodyNotGzip({}));
  });
  payload.pipe(gunzip);
  return body;
}

/** Below this many bytes packing costs more than it saves: they fit into one packet as they are. */
const WORTH_PACKING = 1_400;

const pack = promisify(gzip);

/** Whether an answer is long enough to be packed and whoever asked takes it packed. */
export function isWorthPacking({ headers }: FastifyRequest, reply: FastifyReply, payload: string): boolean {
  if (payload.length < WORTH_PACKING) return false;
  const vary = reply.getHeader("vary");
  reply.header("vary", vary === undefined ? "accept-encoding" : `${String(vary)}, accept-encoding`);
  return takesGzip(headers["accept-encoding"]);
}

/** An answer as gzip. */
export async function packed(reply: FastifyReply, payload: string): Promise<Uint8Array> {
  reply.header("content-encoding", "gzip");
  return await pack(payload, { level: 4 });
}

/** RFC 9110, 12.5.3, as far as gzip is concerned: named, or covered by a star, and not at a quality of zero. */
export function takesGzip(header: string | readonly string[] | undefined): boolean {
  const parts = String(header ?? "")
    .toLowerCase()
    .split(",");
  const quality = (name: string): number | undefined => {
    const part = parts.find((one) => one.split(";")[0]?.trim() === name);
    if (part === undefined) return undefined;
    const q = /;\s*q=([\d.]+)/.exec(part)?.[1];
    return q === undefined ? 1 : Number(q);
  };
  return (quality("gzip") ?? quality("*") ?? 0) > 0;
}
