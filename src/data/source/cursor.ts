import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

/** Where a reading stands: opaque to everyone but the source that made it. */
export type SourceCursor = string;

interface Refused {
  readonly source: string;
  readonly problem: string;
}

export const sourceCursorRefused: ErrorConstructor<Refused> = defineError("data.cursor-refused", {
  headline: "A cursor that this source did not make",
  message: ({ source, problem }: Refused) => `The ${source} source cannot go on from its cursor: ${problem}.`,
  hint: () => "Pull again from the beginning with `--restart`; rows with a declared key are not doubled.",
});

/** Writes positions of one source as text, with the version of their shape. */
export interface CursorCodec<P> {
  write(position: P): SourceCursor;
  /** Throws `data.cursor-refused` for a text of another source or version. */
  read(cursor: SourceCursor): P;
}

/** The codec of a source's positions: `<source>.<version>:<json>`. */
export function cursorsOf<P>(source: string, version: number): CursorCodec<P> {
  const head = `${source}.${version}:`;
  return {
    write: (position) => head + JSON.stringify(position),
    read(cursor) {
      if (!cursor.startsWith(head)) {
        const made = /^([a-z]+)\.(\d+):/.exec(cursor);
        const problem = made === null ? "it is none" : `it was made by ${made[1]}, version ${made[2]}`;
        throw sourceCursorRefused({ source, problem });
      }
      try {
        return JSON.parse(cursor.slice(head.length)) as P;
      } catch (error) {
        throw sourceCursorRefused({ source, problem: "it is damaged" }, error);
      }
    },
  };
}
