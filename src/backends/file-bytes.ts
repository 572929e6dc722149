import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { fileDamaged, fileEmpty, notText, sourceNotFound } from "../data/index.ts";

const PART = 1_048_576;

/**
 * The text of a file in parts of about 1 MiB, unzipped when its first bytes say gzip. Throws `data.source-not-found`,
 * `data.file-empty`, `data.file-damaged` (a gzip file that is cut short or fails its checksum), `data.not-text`.
 */
export async function* textParts(file: string): AsyncGenerator<Uint8Array> {
  const head = await headOf(file);
  if (head.length === 0) throw fileEmpty({ file });
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  let isFirst = true;
  for await (const part of isGzip ? unzipped(file) : plain(file)) {
    if (isFirst) refuseBinary(file, part);
    yield isFirst ? withoutMark(part) : part;
    isFirst = false;
  }
  if (isFirst) throw fileEmpty({ file });
}

/** The first bytes of a file. Throws `data.source-not-found`. */
export async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file).catch((error: unknown) => {
    throw sourceNotFound({ path: file, lookedAt: [file] }, error);
  });
  try {
    if (!(await handle.stat()).isFile()) throw sourceNotFound({ path: file, lookedAt: [file] });
    const { buffer, bytesRead } = await handle.read(new Uint8Array(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function plain(file: string): AsyncIterable<Uint8Array> {
  return createReadStream(file, { highWaterMark: PART });
}

async function* unzipped(file: string): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(file, { highWaterMark: PART });
  const gunzip = createGunzip({ chunkSize: PART });
  packed.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const part of packed.pipe(gunzip)) yield part as Uint8Array;
  } catch (error) {
    const isShort = (error as { code?: unknown }).code === "Z_BUF_ERROR";
    const problem = isShort ? "is cut short: the gzip stream ends too early" : "is not a sound gzip file";
    throw fileDamaged({ file, problem }, error);
  } finally {
    packed.destroy();
  }
}

/** Names what the first bytes give away; a NUL byte occurs in no text. */
function refuseBinary(file: string, part: Uint8Array): void {
  const starts = (...bytes: readonly number[]): boolean => bytes.every((byte, i) => part[i] === byte);
  if (starts(0x50, 0x41, 0x52, 0x31)) throw notText({ file, problem: "is a Parquet file" });
  if (starts(0x50, 0x4b, 3, 4)) throw notText({ file, problem: "is a zip archive or a spreadsheet" });
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) throw notText({ file, problem: "is UTF-16 text" });
  if (part.subarray(0, 65_536).includes(0)) throw notText({ file, problem: "is a binary file" });
}

/** The text without its byte order mark. */
export function withoutMark(part: Uint8Array): Uint8Array {
  const isMarked = part[0] === 0xef && part[1] === 0xbb && part[2] === 0xbf;
  return isMarked ? part.subarray(3) : part;
}
