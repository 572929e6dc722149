/** Runs one piece of work at a time, in the order in which it was given. */
export type Serial = <R>(work: () => Promise<R>) => Promise<R>;

/** A queue of its own. Work that fails does not stop what comes after it. */
export function serial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
