/**
 * Works on what comes, up to `most` at once, and gives the results in the order of what came, each as soon as those before it
 * are there. What the source throws is thrown after the results of all that came before it. `work` must not reject.
 */
export async function* inOrder<T, R>(
  source: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  most: number,
): AsyncGenerator<R> {
  const begun: Promise<R>[] = [];
  let state: "open" | "ended" | "left" = "open";
  let failure: { readonly thrown: unknown } | undefined;
  let [changed, change] = signal();
  const tell = (): void => {
    change();
    [changed, change] = signal();
  };
  const take = async (): Promise<void> => {
    try {
      for await (const item of source) {
        begun.push(work(item));
        tell();
        while (begun.length >= most && state === "open") await changed;
        if (state === "left") return;
      }
    } catch (thrown) {
      failure = { thrown };
    }
    state = "ended";
    tell();
  };
  const taking = take();
  try {
    for (;;) {
      const [first] = begun;
      if (first !== undefined) {
        const result = await first;
        begun.shift();
        tell();
        yield result;
      } else if (isOver(state)) break;
      else await changed;
    }
    await taking;
    if (failure !== undefined) throw (failure as { readonly thrown: unknown }).thrown;
  } finally {
    state = "left";
    tell();
  }
}

/** Read through a call, because the compiler does not see that the other side writes it meanwhile. */
function isOver(state: string): boolean {
  return state === "ended";
}

function signal(): [changed: Promise<void>, change: () => void] {
  const { promise, resolve } = Promise.withResolvers<void>();
  return [promise, resolve];
}
