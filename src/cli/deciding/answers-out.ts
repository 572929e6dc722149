import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf } from "../../kernel/index.ts";
import type { Backends } from "../host/host.ts";
import { csvOf } from "../output/csv.ts";
import { fileUnwritable } from "../output/write-new-file.ts";
import { type AnswersOut, COLUMNS, cellsOf, type FileAnswer } from "./file-answer.ts";

/** Opens a file of answers: CSV or Parquet where the name ends so, else one JSON object to a line. Throws `cli.input.file-unwritable`. */
export async function answersOut(path: string, backends: () => Promise<Backends>): Promise<AnswersOut> {
  if (path.toLowerCase().endsWith(".parquet")) {
    const { answersParquet } = await import("./answers-parquet.ts");
    return await answersParquet(path, await backends());
  }
  const isCsv = path.toLowerCase().endsWith(".csv");
  const draft = `${path}.${process.pid}.draft`;
  const handle = await opened(draft, path);
  let isFinished = false;
  if (isCsv) await handle.write(csvOf([COLUMNS]));
  return {
    write: async (answers) => {
      const lines = isCsv
        ? csvOf(answers.map(cellsOf))
        : answers.map((one) => `${JSON.stringify(jsonOf(one))}\n`).join("");
      await handle.appendFile(lines);
    },
    finish: async () => {
      await handle.sync();
      await rename(draft, path);
      isFinished = true;
    },
    close: async () => {
      await handle.close();
      if (!isFinished) await rm(draft, { force: true });
    },
  };
}

async function opened(draft: string, path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await open(draft, "wx");
  } catch (thrown) {
    throw fileUnwritable({ path, why: messageOf(thrown) }, thrown);
  }
}

function jsonOf(answer: FileAnswer): object {
  const { place: row, entity } = answer;
  if (!("record" in answer)) return { row, entity, code: answer.code, problem: answer.problem };
  const { id, at, body } = answer.record;
  const { action, answer: given, interval, set, score, heads, classes, release, reasons, arm } = body;
  const decided = action === undefined ? { answer: given ?? null } : { action };
  return { row, entity, id, ...decided, interval, set, score, heads, classes, release, reasons, arm, at };
}
