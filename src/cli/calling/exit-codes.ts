import { isAlidadeError } from "../../kernel/index.ts";

/** What the process ends with. */
export const EXIT = { done: 0, refused: 1, usage: 2, input: 3, internal: 4 } as const;

/** Beginnings of error codes, the longest first where one contains another. */
const BY_PREFIX: readonly (readonly [prefix: string, exit: number])[] = [
  ["cli.input.", EXIT.input],
  ["cli.", EXIT.usage],
  ["access.", EXIT.input],
  ["alerts.", EXIT.input],
  ["kernel.duration-malformed", EXIT.input],
  ["client.", EXIT.input],
  ["data.", EXIT.input],
  ["decide.", EXIT.input],
  ["events.", EXIT.input],
  ["experiment.", EXIT.input],
  ["features.", EXIT.input],
  ["govern.", EXIT.input],
  ["inference.", EXIT.input],
  ["learn.", EXIT.input],
  ["model.", EXIT.input],
  ["objective.", EXIT.input],
  ["onnx.", EXIT.input],
  ["outcomes.", EXIT.input],
  ["params.", EXIT.input],
  ["policy.", EXIT.input],
  ["propose.", EXIT.input],
  ["registry.", EXIT.input],
  ["server.", EXIT.input],
  ["sim.", EXIT.input],
  ["state.", EXIT.input],
  ["system.", EXIT.input],
  ["train.", EXIT.input],
  ["watch.", EXIT.input],
  ["wire.", EXIT.input],
  ["assess.", EXIT.input],
  ["evaluate.", EXIT.input],
  ["compute.", EXIT.internal],
  ["kernel.", EXIT.internal],
  ["store.", EXIT.internal],
];

/** The exit code of anything that was thrown; what has no code is internal. */
export function exitOf(thrown: unknown): number {
  if (!isAlidadeError(thrown)) return EXIT.internal;
  return BY_PREFIX.find(([prefix]) => thrown.code.startsWith(prefix))?.[1] ?? EXIT.internal;
}

/** Whether somebody has decided what an error code ends with. */
export function isPlaced(code: string): boolean {
  return BY_PREFIX.some(([prefix]) => code.startsWith(prefix));
}
