import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";

/** The environment of a thread: it has no part in the compile cache that its process has turned on unless this says so. */
export function threadEnvironment(): NodeJS.ProcessEnv {
  const cache = getCompileCacheDir();
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}
