import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { backupDamaged } from "./backup-errors.ts";

/** Bytes of a record: headers and contents begin at multiples of it. */
const RECORD = 512;

/** Packs files of a folder into one compressed archive that `tar` reads: POSIX.1-2001, long names as extended headers. */
export async function packTar(folder: string, paths: readonly string[], to: string): Promise<void> {
  await pipeline(
    Readable.from(records(folder, paths)),
    createGzip(),
    createWriteStream(to, { flags: "wx", flush: true }),
  );
}

async function* records(folder: string, paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) {
    const place = join(folder, ...path.split("/"));
    const { size } = await stat(place);
    const name = Buffer.from(path);
    if (name.length > 100) {
      const said = extended(path);
      yield header({ name: "long-name", size: said.length, type: "x" });
      yield said;
      yield padding(said.length);
    }
    yield header({ name: name.length > 100 ? "long-name" : path, size, type: "0" });
    yield* createReadStream(place);
    yield padding(size);
  }
  yield new Uint8Array(2 * RECORD);
}

function padding(size: number): Uint8Array {
  return new Uint8Array((RECORD - (size % RECORD)) % RECORD);
}

/** `<length> path=<path>\n`, where the length counts itself. */
function extended(path: string): Buffer {
  const rest = Buffer.byteLength(` path=${path}\n`);
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return Buffer.from(`${length} path=${path}\n`);
}

function header({ name, size, type }: { name: string; size: number; type: "0" | "x" }): Uint8Array {
  const block = Buffer.alloc(RECORD);
  block.write(name, 0);
  block.write("0000600\0", 100);
  block.write("0000000\0", 108);
  block.write("0000000\0", 116);
  block.write(sizeField(size), 124);
  block.write("00000000000\0", 136);
  block.write("        ", 148);
  block.write(type, 156);
  block.write("ustar\x0000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function sizeField(size: number): string {
  return `${size.toString(8).padStart(11, "0")}\0`;
}

/** Unpacks an archive that {@link packTar} made. Throws `state.backup-damaged`. */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  const damaged = (what: string, cause?: unknown): Error => backupDamaged({ location: archive, what }, cause);
  const source = createReadStream(archive);
  const bytes = takerOf(source.pipe(createGunzip()), source);
  try {
    let path: string | undefined;
    for (;;) {
      const block = await bytes.take(RECORD);
      if (block === undefined || block.every((byte) => byte === 0)) return;
      const { name, size, type } = readHeader(block);
      if (type === "x") {
        path = /path=(.*)\n$/s.exec(String(await bytes.take(size)))?.[1];
        await bytes.take(padding(size).length);
        continue;
      }
      await writeTo(join(folder, ...safe(path ?? name)), size, bytes);
      await bytes.take(padding(size).length);
      path = undefined;
    }
  } catch (thrown) {
    throw (thrown as { code?: string }).code === "ENOSPC"
      ? thrown
      : damaged("The archive cannot be read to its end", thrown);
  }
}

function safe(path: string): readonly string[] {
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\\")))
    throw backupDamaged({ location: path, what: "A name leads out of the folder" });
  return parts;
}

function readHeader(block: Uint8Array): { readonly name: string; readonly size: number; readonly type: string } {
  const text = (from: number, to: number): string =>
    Buffer.from(block.subarray(from, to)).toString().replace(/\0.*$/s, "");
  const size = Number.parseInt(text(124, 136), 8);
  if (!Number.isSafeInteger(size) || text(257, 262) !== "ustar")
    throw backupDamaged({ location: "", what: "A header is not one" });
  return { name: text(0, 100), size, type: text(156, 157) };
}

interface Taker {
  /** So many bytes, or fewer than that never: undefined at the end. */
  take(size: number): Promise<Uint8Array | undefined>;
  /** So many bytes in pieces. */
  pieces(size: number): AsyncGenerator<Uint8Array>;
}

function takerOf(stream: AsyncIterable<Uint8Array>, source: Readable): Taker {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  source.on("error", () => undefined);
  async function* pieces(size: number): AsyncGenerator<Uint8Array> {
    for (let left = size; left > 0; ) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done === true) return;
        rest = value;
      }
      const piece = rest.subarray(0, left);
      rest = rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
  return {
    pieces,
    async take(size) {
      const taken: Uint8Array[] = [];
      for await (const piece of pieces(size)) taken.push(piece);
      const whole = Buffer.concat(taken);
      return whole.length === size ? whole : undefined;
    },
  };
}

async function writeTo(path: string, size: number, bytes: Taker): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    let written = 0;
    for await (const piece of bytes.pieces(size)) {
      await file.writeFile(piece);
      written += piece.length;
    }
    if (written < size) throw backupDamaged({ location: path, what: "The archive ends early" });
    await file.sync();
  } finally {
    await file.close();
  }
}
