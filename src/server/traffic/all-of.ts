import { bodyCut, bodyTooLarge } from "../../wire/index.ts";
import type { Body } from "./coding.ts";

/** The whole of a body. Throws `wire.body-too-large` as soon as it is. */
export async function allOf(body: Body, limit: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) throw bodyTooLarge({ limit });
    pieces.push(piece);
  }
  if (body.destroyed && !body.readableEnded) throw bodyCut({});
  return Buffer.concat(pieces);
}
