import { defineError, didYouMean, type ErrorConstructor } from "../../kernel/index.ts";

/** Where to fetch a file that is not on this machine. */
export interface Download {
  readonly url: string;
  /** SHA-256 of the file, 64 hexadecimal digits; of the member, when the address gives an archive. */
  readonly sha256: string;
  /** The file inside, when the address gives a zip archive. */
  readonly member?: string;
}

/** What every source can be told. */
export interface SourceOptions {
  /**
   * The columns that tell one row from another. A row that is sent again is not kept twice, and one that comes again
   * with other values replaces what it was. Default: the first unique field of the contract.
   */
  readonly key?: string | readonly string[];
}

/** How to find a file. */
export interface FileOptions extends SourceOptions {
  /** More folders in which the path is looked for, relative to the system file. */
  readonly lookIn?: readonly string[];
  readonly download?: Download;
}

/** What a system file says about its data: plain data, which loads nothing. */
export interface SourceRef<Name extends string = string, Options extends SourceOptions = SourceOptions> {
  /** Name of the source in the catalogue. */
  readonly source: Name;
  /** A file, a folder or a pattern, relative to the system file; a table; an address. */
  readonly path: string;
  readonly options: Options;
}

interface Refusal {
  readonly source: string;
  readonly problem: string;
}

export const sourceInvalid: ErrorConstructor<Refusal> = defineError("data.source-invalid", {
  headline: "A source that cannot be read",
  message: ({ source, problem }: Refusal) => `The ${source} source ${problem}`,
});

/** Stops with `data.source-invalid`. */
export type RefuseSource = (problem: string) => never;

/** The refusals of a source. */
export function refusing(source: string): RefuseSource {
  return (problem) => {
    throw sourceInvalid({ source, problem });
  };
}

export const FILE_OPTIONS: readonly string[] = ["lookIn", "download", "key"];

interface Given<O> {
  readonly options: O;
  readonly allowed: readonly string[];
}

/** A checked, frozen reference. Throws `data.source-invalid` for an empty path, an unknown option, a wrong key. */
export function sourceRef<N extends string, O extends SourceOptions>(
  source: N,
  path: string,
  { options, allowed }: Given<O>,
): SourceRef<N, O> {
  const refuse = refusing(source);
  if (typeof path !== "string" || path.trim() === "") refuse("needs a path.");
  for (const name of Object.keys(options))
    if (!allowed.includes(name))
      refuse(`has no option \`${name}\`; it has ${allowed.join(", ")}.${didYouMean(name, allowed)}`);
  const { key } = options;
  const keys = typeof key === "string" ? [key] : (key ?? ["any"]);
  if (keys.length === 0 || keys.some((name) => typeof name !== "string" || name === ""))
    refuse("needs a `key` of one column name or more.");
  return Object.freeze({ source, path, options: Object.freeze({ ...options }) });
}

/** The same for files. */
export function fileRef<N extends string, O extends FileOptions>(
  source: N,
  path: string,
  { options, allowed }: Given<O>,
): SourceRef<N, O> {
  const ref = sourceRef(source, path, { options, allowed: [...FILE_OPTIONS, ...allowed] });
  const { download } = options;
  if (download !== undefined && !/^[0-9a-f]{64}$/.test(download.sha256))
    refusing(source)("needs a `download.sha256` of 64 hexadecimal digits.");
  return ref;
}

/** Whether a path names files by a folder (`events/`) or a pattern (`events/*.csv`), to which files may be added. */
export function namesMany(path: string): boolean {
  return /[/\\]$/.test(path) || path.includes("*");
}

/** The columns that a source declares as its key; empty when it declares none. */
export function keyOf({ options: { key } }: Pick<SourceRef, "options">): readonly string[] {
  return typeof key === "string" ? [key] : (key ?? []);
}
