import { hostname } from "node:os";
import { wordTime } from "../../../watch/index.ts";
import { isRunning as runs } from "../../host/is-running.ts";
import type { Holder } from "./hold.ts";

export interface HolderCase {
  readonly system: string;
  /** Undefined: it did not say. */
  readonly holder: Holder | undefined;
  /** Name of this machine. Default: as it calls itself. */
  readonly host?: string;
  /** Whether a process of this machine runs. */
  readonly isRunning?: (pid: number) => boolean;
}

/** Who watches a system instead, since when, and how to end it. */
export function wordHolder({ system, holder, host = hostname(), isRunning = runs }: HolderCase): string {
  if (holder === undefined) return `another process watches ${system}`;
  const { pid, since } = holder;
  const isHere = holder.host === host;
  const place = isHere ? "this machine" : holder.host;
  const from = `since ${wordTime(since)}`;
  if (isHere && !isRunning(pid)) return `process ${pid} of ${place}, which watched ${system} ${from}, is gone`;
  const end = isHere ? `\`kill ${pid}\` or Ctrl-C ends it` : `\`kill ${pid}\` or Ctrl-C there ends it`;
  return `process ${pid} of ${place} watches ${system} ${from}: ${end}`;
}
