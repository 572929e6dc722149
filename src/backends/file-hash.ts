import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file, 64 hexadecimal digits, in bounded memory: about a second for a gigabyte. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest("hex");
}
