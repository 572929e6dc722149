import { defineError, type ErrorConstructor, isAlidadeError } from "../kernel/index.ts";

interface Place {
  /** The path of the directory or the file. */
  readonly location: string;
}

export const stateNotWritable: ErrorConstructor<Place> = defineError("state.not-writable", {
  headline: "No permission to write",
  message: ({ location }: Place) => `${location} must be readable and writable. It is not for this user.`,
  hint: () => "Change its owner or its permissions, or keep the state somewhere else.",
});

export const stateNotReadable: ErrorConstructor<Place> = defineError("state.not-readable", {
  headline: "No permission to read",
  message: ({ location }: Place) => `Whoever looks must be allowed to read ${location}. This user is not.`,
  hint: () =>
    "A state is made for its owner alone. Look as its owner; or the owner lets your group look: `chgrp -R <group>` and `chmod -R g+rX` on the state's directory.",
});

export const stateUnsettled: ErrorConstructor<Place> = defineError("state.unsettled", {
  headline: "A state that was left in the middle",
  message: ({ location }: Place) =>
    `What may only be read must have been closed, or be open in a process that writes it. ${location} was left by one that is gone.`,
  hint: () => "Look at it once as somebody who may write there, or at a copy in a directory of your own.",
});

export const stateDiskFull: ErrorConstructor<Place> = defineError("state.disk-full", {
  headline: "The disk is full",
  retryable: true,
  message: ({ location }: Place) => `There is no room left to write ${location}. Nothing was written.`,
  hint: () => "Free some space and try again.",
});

export const stateNotADirectory: ErrorConstructor<Place> = defineError("state.not-a-directory", {
  headline: "Not a directory",
  message: ({ location }: Place) => `The state must be a directory. A part of ${location} is a file.`,
  hint: () => "Name another directory with `--dir`, or move the file away.",
});

export const stateCorrupt: ErrorConstructor<Place> = defineError("state.corrupt", {
  headline: "A damaged state",
  message: ({ location }: Place) => `${location} does not hold what Alidade wrote there.`,
  hint: () => "Restore it from a backup, or move it away and begin with an empty one.",
});

export const stateBusy: ErrorConstructor<Place> = defineError("state.busy", {
  headline: "Another process is writing",
  retryable: true,
  message: ({ location }: Place) => `Another process kept ${location} locked for too long.`,
  hint: () => "Try again, or find out which process holds the file open.",
});

export const stateIoFailed: ErrorConstructor<Place> = defineError("state.io-failed", {
  headline: "The disk did not answer",
  retryable: true,
  message: ({ location }: Place) => `The operating system failed to read or write ${location}.`,
  hint: () => "See whether the disk is full or failing, and try again.",
});

/** Error codes of the operating system. */
const BY_ERRNO: Readonly<Record<string, ErrorConstructor<Place>>> = {
  EACCES: stateNotWritable,
  EPERM: stateNotWritable,
  EROFS: stateNotWritable,
  ENOSPC: stateDiskFull,
  EDQUOT: stateDiskFull,
  ENOTDIR: stateNotADirectory,
  EIO: stateIoFailed,
};

/** Primary result codes of SQLite, https://sqlite.org/rescode.html. */
const BY_RESULT: Readonly<Record<number, ErrorConstructor<Place>>> = {
  5: stateBusy,
  6: stateBusy,
  8: stateNotWritable,
  10: stateIoFailed,
  11: stateCorrupt,
  13: stateDiskFull,
  14: stateNotWritable,
  26: stateCorrupt,
};

/** What a failed read or write of `location` means, coded. Anything else is given back as it came. */
export function stateError(thrown: unknown, location: string): unknown {
  if (isAlidadeError(thrown) || typeof thrown !== "object" || thrown === null) return thrown;
  const { code, errcode, message } = thrown as { code?: unknown; errcode?: unknown; message?: unknown };
  const make =
    code === "ERR_SQLITE_ERROR" && typeof errcode === "number"
      ? ofResult(errcode & 0xff, String(message))
      : BY_ERRNO[String(code)];
  return make === undefined ? thrown : make({ location }, thrown);
}

/** An index over members of a value tells by its words alone, not by its code, that the value is no JSON. */
function ofResult(result: number, message: string): ErrorConstructor<Place> | undefined {
  return result === 1 && message.includes("malformed JSON") ? stateCorrupt : BY_RESULT[result];
}

/** Runs work on `location` and codes what it throws. */
export async function coded<R>(location: string, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (thrown) {
    throw stateError(thrown, location);
  }
}
