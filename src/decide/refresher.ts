import { type AlidadeError, isAlidadeError } from "../kernel/index.ts";
import type { Decider } from "./decider.ts";
import { releaseUnusable } from "./state/served-systems.ts";

type Say = (facts: Readonly<Record<string, unknown>>, message: string) => void;

/** Takes up what was released since, in the background. */
export interface Refresher {
  /** What the last attempt failed with, when that may keep decisions from being made; undefined when it went well. */
  failure(): unknown;
  /** What was released and cannot be served: what was served before still is. */
  refused(): AlidadeError | undefined;
  /** Stops and waits for an attempt under way. */
  stop(): Promise<void>;
}

export interface RefreshOptions {
  readonly log: { readonly info: Say; readonly error: Say };
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** Is told of what cannot be served, once for each change. Default: nobody. */
  readonly refused?: ((error: AlidadeError) => void) | undefined;
}

/** Asks again and again, never twice at once. A failure is logged, and what was served before stays. */
export function startRefreshing(decider: Pick<Decider, "refresh">, options: RefreshOptions): Refresher {
  const { log, everyMs } = options;
  let running: Promise<void> | undefined;
  let failure: unknown;
  let refused: AlidadeError | undefined;
  const failed = (thrown: unknown): void => {
    if (isAlidadeError(thrown, releaseUnusable.code)) {
      if (refused?.message !== thrown.message) {
        log.error({ err: thrown }, "what was released cannot be served");
        options.refused?.(thrown);
      }
      refused = thrown;
      return;
    }
    if (failure === undefined) log.error({ err: thrown }, "cannot look for what was released since");
    failure = thrown;
  };
  const refresh = async (): Promise<void> => {
    try {
      if (await decider.refresh()) log.info({}, "what is served has changed");
      failure = undefined;
      refused = undefined;
    } catch (thrown) {
      failed(thrown);
    } finally {
      running = undefined;
    }
  };
  const timer = setInterval(() => {
    running ??= refresh();
  }, everyMs);
  timer.unref();
  return {
    failure: () => failure,
    refused: () => refused,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
