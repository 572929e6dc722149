import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type Cell, type Kind, tableOf } from "../../data/index.ts";
import { messageOf } from "../../kernel/index.ts";
import type { Backends } from "../host/host.ts";
import { fileUnwritable } from "../output/write-new-file.ts";
import { type AnswersOut, COLUMNS, cellsOf } from "./file-answer.ts";

/** The columns, numbers where all that can be there is a number. */
const KINDS = Object.fromEntries(
  COLUMNS.map((name): [string, Kind] => [name, name === "row" || name === "score" ? "number" : "text"]),
);

/** Opens a Parquet file of answers, with the columns of a CSV file; what is empty there is null. Throws `cli.input.file-unwritable`. */
export async function answersParquet(
  path: string,
  { parquetDraft }: Pick<Backends, "parquetDraft">,
): Promise<AnswersOut> {
  const unfinished = `${path}.${process.pid}.draft`;
  await tried(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    await (await open(unfinished, "wx")).close();
  });
  const draft = await parquetDraft(Object.entries(KINDS).map(([name, kind]) => ({ name, kind })));
  let isFinished = false;
  return {
    write: async (answers) =>
      draft.append(
        tableOf(
          KINDS,
          answers.map((answer) => rowOf(cellsOf(answer))),
        ),
      ),
    finish: () =>
      tried(path, async () => {
        await draft.finish(unfinished);
        await flushed(unfinished);
        await rename(unfinished, path);
        isFinished = true;
      }),
    close: async () => {
      draft.close();
      if (!isFinished) await rm(unfinished, { force: true });
    },
  };
}

function rowOf(cells: readonly (string | number)[]): Readonly<Record<string, Cell>> {
  return Object.fromEntries(
    COLUMNS.map((name, i) => {
      const cell = cells[i] ?? "";
      return [name, cell === "" ? null : KINDS[name] === "text" ? String(cell) : cell];
    }),
  );
}

async function flushed(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function tried(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    throw fileUnwritable({ path, why: messageOf(thrown) }, thrown);
  }
}
