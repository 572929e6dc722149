/** The most rows that are worked on before others have their turn. */
export const MOST_AT_A_TURN = 64;

/** Milliseconds after which others have their turn all the same. */
const LONGEST_MS = 2;

/** Does work for rows, so many at a time. */
export type InTurns = (rows: number, work: (row: number) => void) => Promise<void>;

/**
 * Long work a few rows at a time: whatever else is due comes in between. All that share this take one turn of the event loop
 * after the other, in the order in which they asked, however many they are.
 */
export function inTurns(): InTurns {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next);
    });
  return async (rows, work) => {
    let began = performance.now();
    for (let row = 0; row < rows; row++) {
      if (row > 0 && (row % MOST_AT_A_TURN === 0 || performance.now() - began > LONGEST_MS)) {
        await turn();
        began = performance.now();
      }
      work(row);
    }
  };
}
