/** Stands in the environment of a process that is to end with the one that began it. */
export const TETHERED = "ALIDADE_TETHERED";

type Env = Readonly<Record<string, string | undefined>>;

/** Whether this process is to end with the one that began it. */
export function isTethered(env: Env): boolean {
  return env[TETHERED] !== undefined;
}

/**
 * The signal, and beside it the end of the process that began this one, where that asked for it: its end closes this process's
 * standard input, also where nothing could be said any more.
 */
export function tethered(
  signal: AbortSignal,
  { env, stdin }: { readonly env: Env; readonly stdin: NodeJS.ReadStream },
): AbortSignal {
  if (!isTethered(env)) return signal;
  const ended = new AbortController();
  for (const event of ["end", "close", "error"]) stdin.once(event, () => ended.abort());
  stdin.resume();
  // What it listens for is no work: this process ends when its own is done.
  stdin.unref();
  return AbortSignal.any([signal, ended.signal]);
}
