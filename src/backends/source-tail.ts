import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import {
  BATCH_ROWS,
  type Batch,
  cursorsOf,
  defineSource,
  fileEmpty,
  formatOf,
  gatherBatches,
  notText,
  type RawTable,
  type Source,
  type SourceContext,
  type SourceCursor,
  sourceChanged,
  sourceNotFound,
  type TailOptions,
} from "../data/index.ts";
import { withoutMark } from "./file-bytes.ts";
import { JsonColumns, type JsonShape } from "./json-columns.ts";
import { JsonLines } from "./json-lines.ts";
import { csvReading } from "./source-csv.ts";

/**
 * A text file to which others append. Only whole lines are read, so that one that is being written waits. The cursor
 * holds how far the file was read and a hash of how it begins: a file that is shorter or begins otherwise was cut or
 * replaced, and is refused.
 */
export const tailSource: Source<TailOptions> = defineSource<TailOptions>({
  name: "tail",
  doc: "A text file that grows: JSON Lines or delimited text, UTF-8.",
  endings: [".jsonl", ".ndjson", ".csv", ".tsv", ".log"],
  incremental: () => true,
  read: (options, context) => gatherBatches(batches(options, context)),
  batches,
});

/** Where a reading stands. */
interface Position {
  /** Bytes that were read. */
  readonly offset: number;
  /** Lines that were read. */
  readonly line: number;
  /** Of the first bytes, at most {@link HEAD}, and how many they were. */
  readonly head: { readonly bytes: number; readonly sha256: string };
  readonly shape?: JsonShape;
  /** Names of the columns of delimited text. */
  readonly names?: readonly string[];
}

const PART = 1_048_576;
const HEAD = 1_024;
const cursors = cursorsOf<Position>("tail", 1);

async function* batches(options: TailOptions, context: SourceContext, from?: SourceCursor): AsyncGenerator<Batch> {
  const { file, batchRows = BATCH_ROWS, signal } = context;
  const handle = await openFile(file);
  try {
    const position = from === undefined ? undefined : cursors.read(from);
    const size = await checkUnchanged(handle, file, position);
    const reading = readingOf(options, file, position);
    const start = position?.offset ?? 0;
    const batch = async (): Promise<Batch> => {
      const table = reading.take();
      const offset = start + reading.bytes;
      const now = { offset, line: reading.line, head: await headOf(handle, offset), ...reading.state() };
      return { table, cursor: cursors.write(now), origin: file, share: offset / Math.max(1, size) };
    };
    for (let at = start; at < size; ) {
      const part = await readAt(handle, at, Math.min(PART, size - at));
      if (part.length === 0) break;
      reading.push(at === 0 ? checkedText(part, file) : part);
      at += part.length;
      if (reading.rows < batchRows) continue;
      yield await batch();
      signal?.throwIfAborted();
    }
    if (from === undefined || reading.rows > 0) yield await batch();
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  const handle = await open(file).catch((error: unknown) => {
    throw sourceNotFound({ path: file, lookedAt: [file] }, error);
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw sourceNotFound({ path: file, lookedAt: [file] });
}

/** The size of the file now. Throws `data.source-changed`, `data.file-empty`. */
async function checkUnchanged(handle: FileHandle, file: string, position: Position | undefined): Promise<number> {
  const { size } = await handle.stat();
  if (position === undefined) {
    if (size === 0) throw fileEmpty({ file });
    return size;
  }
  if (size < position.offset) {
    const problem = `has ${size} bytes and had been read up to ${position.offset}: it was cut short or replaced`;
    throw sourceChanged({ place: file, problem });
  }
  const { sha256 } = await hashOf(handle, position.head.bytes);
  if (sha256 !== position.head.sha256)
    throw sourceChanged({ place: file, problem: "begins otherwise than when it was read: it was replaced" });
  return size;
}

function headOf(handle: FileHandle, offset: number): Promise<Position["head"]> {
  return hashOf(handle, Math.min(HEAD, offset));
}

async function hashOf(handle: FileHandle, bytes: number): Promise<Position["head"]> {
  const head = await readAt(handle, 0, bytes);
  return { bytes, sha256: createHash("sha256").update(head).digest("hex") };
}

async function readAt(handle: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await handle.read(new Uint8Array(length), 0, length, at);
  return buffer.subarray(0, bytesRead);
}

function checkedText(part: Uint8Array, file: string): Uint8Array {
  if (part[0] === 0x1f && part[1] === 0x8b) throw notText({ file, problem: "is a gzip file, which does not grow" });
  if (part.subarray(0, 65_536).includes(0)) throw notText({ file, problem: "is a binary file" });
  return part;
}

/** A reading of lines in either format. */
interface Reading {
  push(part: Uint8Array): void;
  /** Rows since the last table. */
  readonly rows: number;
  /** Bytes of whole lines, from where it began. */
  readonly bytes: number;
  /** Lines of the file that were read. */
  readonly line: number;
  state(): Pick<Position, "shape" | "names">;
  take(): RawTable;
}

function readingOf(options: TailOptions, file: string, position: Position | undefined): Reading {
  const format = formatOf({ path: file, options });
  return format === "csv" ? csvTail(options, file, position) : jsonTail(file, position);
}

function jsonTail(file: string, position: Position | undefined): Reading {
  const columns = new JsonColumns(file, position?.shape);
  const lines = new JsonLines(file, columns, { line: position?.line ?? 0, skip: position?.line ?? 0 });
  let pushed = 0;
  return {
    push(part) {
      lines.push(position === undefined && pushed === 0 ? withoutMark(part) : part);
      pushed += part.length;
    },
    get rows() {
      return columns.count;
    },
    get bytes() {
      return pushed - lines.pending;
    },
    get line() {
      return lines.line;
    },
    state: () => ({ shape: columns.shape }),
    take: () => columns.table(),
  };
}

function csvTail(options: TailOptions, file: string, position: Position | undefined): Reading {
  const reading = csvReading(options, file, { names: position?.names, lines: position?.line ?? 0 });
  let pushed = 0;
  return {
    push(part) {
      reading.push(position === undefined && pushed === 0 ? withoutMark(part) : part, false);
      pushed += part.length;
    },
    get rows() {
      return reading.rows;
    },
    get bytes() {
      return pushed - reading.pending;
    },
    get line() {
      return reading.lines;
    },
    state: () => ({ names: reading.names }),
    take: () => reading.take(),
  };
}

/** The name by which the catalogue finds it. */
export { tailSource as source };
