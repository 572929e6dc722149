import {
  type Batch,
  type Column,
  cursorsOf,
  joinTables,
  type Kind,
  type Origin,
  type RawTable,
  type SourceContext,
  type SourceCursor,
  schemaDiffers,
  sourceChanged,
} from "../data/index.ts";
import { fileHash } from "./file-hash.ts";
import { type NamedFile, namedFiles } from "./named-files.ts";

/** Some rows of one file. */
export interface FilePart {
  readonly table: RawTable;
  /** Where the file is read on after these rows, in a measure of the format's own. */
  readonly after: number;
  /** What the format has to remember, plain data. */
  readonly state?: unknown;
  /** Nothing follows in this file. Every file has one last part, with or without rows. */
  readonly last: boolean;
  /** How much of the file has been read, 0 to 1, when that is known. */
  readonly share?: number;
}

/** Where a file is read on. */
export interface FileStart {
  /** 0 at the beginning. */
  readonly after: number;
  readonly state?: unknown;
}

/** How files of one kind are read in parts. */
export interface FileFormat {
  /** Of the source. */
  readonly name: string;
  readonly endings: readonly string[];
  /** Whether all files must have the same columns. Otherwise what the format remembers is handed from file to file. */
  readonly sameColumns: boolean;
  parts(file: NamedFile, start: FileStart): AsyncIterable<FilePart>;
}

type Schema = readonly (readonly [name: string, kind: Kind])[];

/** Where a reading of files stands. */
interface Position {
  /** Sizes of the files that were read to their end, by name. */
  readonly done: Readonly<Record<string, number>>;
  /** The file that is being read. */
  readonly at?: { readonly name: string; readonly size: number; readonly after: number };
  /** The columns that every file must have, and the file that had them first. */
  readonly schema?: Schema;
  readonly first?: string;
  readonly state?: unknown;
}

const BEGIN: Position = { done: {} };

/**
 * The rows of all files that a path names, in parts. The cursor remembers which files were read, so that a file that
 * is added later is read then, whatever its name. Throws `data.source-changed` when a file that was read has another
 * size since, and `data.schema-differs`.
 */
export async function* fileBatches(
  format: FileFormat,
  context: SourceContext,
  from?: SourceCursor,
): AsyncGenerator<Batch> {
  const cursors = cursorsOf<Position>(format.name, 1);
  const files = await namedFiles(context.file, format.endings);
  let position = from === undefined ? BEGIN : cursors.read(from);
  checkUnchanged(files, position);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  for (const file of inOrder(files, position)) {
    const start = startOf(file, position);
    for await (const part of format.parts(file, start)) {
      context.signal?.throwIfAborted();
      position = moved(position, { file, part, sameColumns: format.sameColumns });
      const before = files.reduce((sum, { name }) => sum + (position.done[name] ?? 0), 0);
      const share = (before + (part.last ? 0 : (part.share ?? 0) * file.size)) / Math.max(1, total);
      const table = files.length > 1 ? withPlace(part.table, file) : part.table;
      const ordered = position.schema === undefined ? table : inSchema(table, position.schema);
      yield { table: ordered, cursor: cursors.write(position), origin: file.name, share };
    }
  }
}

/** The same rows whole, each file read by `read`. */
export async function readFiles(
  format: Pick<FileFormat, "endings">,
  { file: path }: SourceContext,
  read: (file: NamedFile) => Promise<RawTable>,
): Promise<RawTable> {
  const files = await namedFiles(path, format.endings);
  const tables: RawTable[] = [];
  const origins: Origin[] = [];
  let position = BEGIN;
  for (const file of files) {
    const table = await read(file);
    origins.push({
      kind: "file",
      place: file.path,
      rows: table.rows,
      bytes: file.size,
      hash: await fileHash(file.path),
    });
    position = moved(position, { file, part: { table, after: 0, last: true }, sameColumns: true });
    const ordered = position.schema === undefined ? table : inSchema(table, position.schema);
    tables.push(files.length > 1 ? withPlace(ordered, file) : ordered);
  }
  return { ...joinTables(tables), origins };
}

function checkUnchanged(files: readonly NamedFile[], { done, at }: Position): void {
  for (const { name, size } of files) {
    const was = at?.name === name ? at.size : done[name];
    if (was !== undefined && was !== size)
      throw sourceChanged({ place: name, problem: `has ${size} bytes now and had ${was} when it was read` });
  }
  if (at !== undefined && !files.some(({ name }) => name === at.name))
    throw sourceChanged({ place: at.name, problem: "was read in part and is gone" });
}

/** What is left, the file that was begun first. */
function inOrder(files: readonly NamedFile[], { done, at }: Position): readonly NamedFile[] {
  const left = files.filter(({ name }) => !Object.hasOwn(done, name) && name !== at?.name);
  return [...files.filter(({ name }) => name === at?.name), ...left];
}

function startOf(file: NamedFile, { at, state }: Position): FileStart {
  return { after: at?.name === file.name ? at.after : 0, ...(state === undefined ? {} : { state }) };
}

interface Step {
  readonly file: NamedFile;
  readonly part: FilePart;
  readonly sameColumns: boolean;
}

function moved(position: Position, { file, part, sameColumns }: Step): Position {
  const { name, size } = file;
  const { at: _at, ...rest } = position;
  const place = part.last ? { done: { ...position.done, [name]: size } } : { at: { name, size, after: part.after } };
  const schema = sameColumns ? checkedSchema(position, part.table.columns, name) : {};
  return { ...rest, ...schema, ...(part.state === undefined ? {} : { state: part.state }), ...place };
}

function checkedSchema(
  { schema, first = "the first file" }: Position,
  columns: readonly Column[],
  place: string,
): Pick<Position, "schema" | "first"> {
  const found: Schema = columns.map(({ name, kind }) => [name, kind]);
  if (schema === undefined) return { schema: found, first: place };
  const kindOf = new Map(found);
  const was = new Map(schema);
  const lacks = schema.map(([name]) => name).filter((name) => !kindOf.has(name));
  const adds = found.map(([name]) => name).filter((name) => !was.has(name));
  const kinds = schema.flatMap(([name, kind]) => {
    const now = kindOf.get(name) ?? kind;
    return now === kind ? [] : [`\`${name}\` is ${now} instead of ${kind}`];
  });
  if (lacks.length + adds.length + kinds.length > 0) throw schemaDiffers({ place, first, lacks, adds, kinds });
  return { schema, first };
}

/** The columns in the order of the first file. */
function inSchema(table: RawTable, schema: Schema): RawTable {
  const isOrdered = schema.every(([name], i) => table.columns[i]?.name === name);
  if (isOrdered) return table;
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  return { ...table, columns: schema.flatMap(([name]) => byName.get(name) ?? []) };
}

/** Among several files a line alone says little. */
function withPlace({ lines: _, ...table }: RawTable, { name }: NamedFile): RawTable {
  const rejected = (table.rejected ?? []).map((row) => ({ ...row, got: `${row.got}, in ${name}` }));
  return { ...table, rejected };
}
