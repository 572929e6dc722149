import { basename, dirname, join, relative, resolve } from "node:path";
import { env, postgres, type RawTable, type SourceRef } from "../../data/index.ts";
import type { Warning } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";
import { recognise } from "../loading/data-file.ts";

/** Where data for a first system lie: a file, or a table of PostgreSQL. */
export interface DataPlace {
  /** What the system is called unless someone says otherwise. */
  readonly name: string;
  /** For a person. */
  readonly title: string;
  /** Absolute path of a file; absent for a table. */
  readonly file?: string;
  /** `schema.table`. */
  readonly table?: string;
}

/** What a path on the command line names: `postgres:shop.orders` is a table, everything else a file. */
export function placeOf(data: string, cwd: string): DataPlace {
  const table = /^postgres:(?!\/\/)(.+)$/.exec(data)?.[1];
  if (table !== undefined) return { name: table.split(".").at(-1) ?? table, title: table, table };
  const file = resolve(cwd, data);
  return { name: basename(file).replace(/(\.[A-Za-z]+)+$/, ""), title: basename(file), file };
}

interface Asked {
  readonly label: string;
  readonly columns: readonly string[] | undefined;
  readonly noHeader: boolean;
  /** Variable of the environment that holds the address of the database. */
  readonly connection: string;
  /** Where the system file will lie. */
  readonly folder: string;
}

interface ReadPlace {
  readonly raw: RawTable;
  /** As the system file will name it. */
  readonly source: SourceRef;
  readonly warnings: readonly Warning[];
}

type Around = Pick<Invocation, "directory" | "env" | "backends">;

/** Reads what is there, and says how a system file names it. */
export async function readPlace(place: DataPlace, asked: Asked, around: Around): Promise<ReadPlace> {
  const { fileReader } = await around.backends();
  const cache = join(around.directory, "downloads");
  if (place.table !== undefined) {
    const source = postgres(place.table, { connection: env(asked.connection), ...columnsOf(asked) });
    const raw = await fileReader({ from: asked.folder, cache, env: around.env })(source);
    return { raw, source, warnings: [] };
  }
  const { file = "" } = place;
  const { label, columns, noHeader, folder } = asked;
  const recognised = await recognise({ file, label, columns, noHeader });
  const read = fileReader({ from: dirname(file), override: file, cache });
  const raw = await read(recognised.ref(basename(file)));
  const source = recognised.ref(relative(folder, file).replaceAll("\\", "/"));
  return { raw, source, warnings: recognised.warnings };
}

function columnsOf({ columns }: Asked): { readonly columns?: readonly string[] } {
  return columns === undefined ? {} : { columns };
}
