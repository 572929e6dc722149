/** Runs one piece of work at a time, in the order in which it was given. Work that fails does not stop what comes after. */
export type Turns = <R>(work: () => Promise<R>) => Promise<R>;

export function inTurn(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
