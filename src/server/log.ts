/** Where a server says what happened. A logger of pino fits as it is. */
export interface Log {
  info(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
  error(facts: Readonly<Record<string, unknown>>, message: string): void;
}

/** Says nothing. */
export const silent: Log = Object.freeze({ info: () => {}, warn: () => {}, error: () => {} });
