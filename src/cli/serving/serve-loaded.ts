import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";
import type { Served, ServeWords } from "./serve-words.ts";
import { threadsFor } from "./threads-for.ts";

/** Serves systems, on this thread or on as many as were asked for. */
export async function serveLoaded(
  loaded: readonly LoadedSystem[],
  invocation: Invocation,
  { workers, ...words }: ServeWords & { readonly workers: number },
): Promise<Served> {
  const threads = await threadsFor(workers, invocation.io.err);
  if (threads === 1) return await (await import("./serve-here.ts")).serveHere(loaded, invocation, words);
  return await (await import("./serve-on-threads.ts")).serveOnThreads(loaded, invocation, { ...words, threads });
}
