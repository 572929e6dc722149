import type { RowEnforcer } from "../data/index.ts";
import { isAlidadeError } from "../kernel/index.ts";

/** What was given once, held against the contract of today. */
export interface GivenToday {
  /** What can still be given, as it was. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Fields that nobody can give any more. */
  readonly gone: readonly string[];
  /** Fields that hold something else by now: their value is not of their kind any more. */
  readonly unfit: readonly string[];
}

/** Takes from a stored `given` what a contract still allows. */
export function givenToday(enforce: RowEnforcer, stored: Readonly<Record<string, unknown>>): GivenToday {
  const taken = enforce({}).row;
  const gone = Object.keys(stored).filter((name) => !Object.hasOwn(taken, name));
  const left = without(stored, gone);
  const unfit = misfits(enforce, left);
  return { given: without(left, unfit), gone, unfit };
}

function without(given: GivenToday["given"], names: readonly string[]): GivenToday["given"] {
  if (names.length === 0) return given;
  return Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));
}

function misfits(enforce: RowEnforcer, given: GivenToday["given"]): readonly string[] {
  try {
    enforce(given);
    return [];
  } catch (thrown) {
    if (!isAlidadeError(thrown, "data.given-wrong-type")) throw thrown;
    return (thrown.data.problems as readonly { readonly field: string }[]).map(({ field }) => field);
  }
}
