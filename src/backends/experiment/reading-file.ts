import { fileDamaged } from "../../data/index.ts";
import { isAlidadeError, messageOf } from "../../kernel/index.ts";

/** What fails while a file is read is the file's fault. Throws `data.file-damaged`. */
export async function readingFile<T>(file: string, read: () => Promise<T>): Promise<T> {
  return await read().catch((thrown: unknown) => {
    if (isAlidadeError(thrown)) throw thrown;
    throw fileDamaged({ file, problem: `cannot be read as Parquet: ${messageOf(thrown).split("\n")[0]}` }, thrown);
  });
}
