import type { Instant } from "../../../kernel/index.ts";
import type { Alert, News } from "../alert.ts";
import type { AlertWords } from "../words/line.ts";

/** What a channel is to tell. */
export interface Telling {
  readonly alert: Alert;
  /** `test`: somebody tries the channel, and nothing is wrong. */
  readonly news: News | "test";
  readonly at: Instant;
  /** Until when it holds if nothing more is told; of one that has ended, when it did. */
  readonly until: Instant;
  readonly words: AlertWords;
  /** The whole in one line. */
  readonly line: string;
}

/**
 * A way to reach people. Resolves when the other side has taken it; else throws an error that says of itself whether trying
 * again may help, and that holds no secret.
 */
export interface Channel {
  tell(telling: Telling, signal?: AbortSignal): Promise<void>;
}
