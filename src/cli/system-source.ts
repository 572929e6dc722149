import { join, resolve } from "node:path";
import type { ReadSource } from "../train/index.ts";
import type { Invocation } from "./command.ts";
import type { LoadedSystem } from "./load-system.ts";

/** How a system's source is read here: from its own folder, or from the file given with `--data`; downloads are kept. */
export async function readerFor(
  { folder }: LoadedSystem,
  data: string | undefined,
  { backends, cwd, directory }: Pick<Invocation, "backends" | "cwd" | "directory">,
): Promise<ReadSource> {
  const { fileReader } = await backends();
  const override = data === undefined ? {} : { override: resolve(cwd, data) };
  return fileReader({ from: folder, cache: join(directory, "downloads"), fetch, ...override });
}
