import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory of a test's own. */
export interface Place {
  path(name: string): string;
  remove(): Promise<void>;
}

export async function emptyDirectory(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), "alidade-test-"));
  return {
    path: (name) => join(directory, name),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
