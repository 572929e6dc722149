import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Works closed segments up, in a process of its own with the lowest priority. */
export interface CompactorHandle {
  /** Looks at what was closed; one that runs is asked to look again when it is done. */
  wake(): void;
  /** Ends it, wherever it is: what it leaves behind is finished by the next one. */
  stop(): void;
}

/**
 * A crash or the memory of whatever writes Parquet is then no concern of who serves. Where no process can be started,
 * segments stay as they are and nothing is lost.
 */
export function startCompactor(folder: string, keep: number | null): CompactorHandle {
  let child: ChildProcess | undefined;
  let again = false;
  const wake = (): void => {
    if (keep === null) return;
    again = child !== undefined;
    if (child !== undefined) return;
    child = spawn(process.execPath, [...QUIET, HOST, folder, String(keep)], { stdio: "ignore" });
    child.unref();
    const over = (): void => {
      child = undefined;
      if (again) wake();
    };
    child.once("error", over);
    child.once("exit", over);
  };
  return {
    wake,
    stop() {
      again = false;
      child?.removeAllListeners();
      child?.on("error", () => undefined);
      child?.kill("SIGKILL");
    },
  };
}

const QUIET = ["--disable-warning=ExperimentalWarning"];
const ENDING = import.meta.url.endsWith(".ts") ? "ts" : "js";
const HOST = fileURLToPath(new URL(`./compactor-host.${ENDING}`, import.meta.url));
