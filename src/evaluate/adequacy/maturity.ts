/** Whether labels had time to become known, and how old they are. */
export interface Maturity {
  /** The time of the newest row. */
  readonly newest: number;
  /** Rows so near to the end of the data that their outcome's window was not over then, known yes or not. */
  readonly young: number;
  /** Share of yes among them, and among all others. */
  readonly yesYoung: number;
  readonly yesOlder: number;
  /** From the newest row to now, milliseconds. */
  readonly gap: number;
  /** From the oldest row to the newest one. */
  readonly span: number;
}

export interface MaturityCase {
  /** Prediction time of every row, milliseconds since 1970. */
  readonly decidedAt: Float64Array;
  /** 0 or 1. */
  readonly label: Float64Array;
  /** Length of the outcome's window, milliseconds. */
  readonly within: number;
  readonly now: number;
}

/** Looks at the rows' ages. The data are taken to end with their newest decision. */
export function maturityOf({ decidedAt, label, within, now }: MaturityCase): Maturity {
  const [oldest, newest] = decidedAt.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [
    Infinity,
    -Infinity,
  ] as [number, number]);
  let [young, yesYoung, yes] = [0, 0, 0];
  for (let row = 0; row < label.length; row++) {
    yes += label[row] as number;
    if (!((decidedAt[row] as number) + within > newest)) continue;
    young++;
    yesYoung += label[row] as number;
  }
  return {
    newest,
    young,
    yesYoung: yesYoung / Math.max(1, young),
    yesOlder: (yes - yesYoung) / Math.max(1, label.length - young),
    gap: now - newest,
    span: newest - oldest,
  };
}
