import { countUpTo } from "../../../kernel/index.ts";

/** How long after decisions reports of a yes, and of a no, came, where all that could come has come. */
export interface ReportDelays {
  /** Milliseconds, ascending; and of how many that were a yes, or a no, reported or by silence. */
  readonly yes: Float64Array;
  readonly ofYes: number;
  readonly no: Float64Array;
  readonly ofNo: number;
}

/** With fewer a delay is not known. */
const FEWEST = 20;

/** Nothing is known of delays: what is reported tells nothing until windows close. */
export const noDelays: ReportDelays = Object.freeze({
  ...{ yes: new Float64Array(0), ofYes: 0, no: new Float64Array(0), ofNo: 0 },
});

/** One decision whose window has closed. */
export interface Reported {
  readonly isYes: boolean;
  /** Milliseconds until it was reported; undefined where silence said it. */
  readonly after: number | undefined;
}

/** What closed decisions show of delays; nothing where fewer than twenty were a yes. */
export function reportDelays(closed: readonly Reported[]): ReportDelays {
  const ofYes = closed.filter(({ isYes }) => isYes).length;
  if (ofYes < FEWEST) return noDelays;
  const after = (yes: boolean): Float64Array =>
    Float64Array.from(closed.flatMap((one) => (one.isYes === yes ? (one.after ?? []) : []))).sort();
  return { yes: after(true), ofYes, no: after(false), ofNo: closed.length - ofYes };
}

/** The part of yes, and of no, that is reported by an age. Never all of it: what was not seen so late may still come. */
export function reportedBy(
  { yes, ofYes, no, ofNo }: ReportDelays,
  age: number,
): { readonly yes: number; readonly no: number } {
  return { yes: countUpTo(yes, age) / (ofYes + 1), no: countUpTo(no, age) / (ofNo + 1) };
}
