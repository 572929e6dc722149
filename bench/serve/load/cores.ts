import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

/** Whether processes can be kept to a core here: Linux with `taskset`, and a core left for the load. */
export const canPin: boolean =
  cpus().length > 1 && spawnSync("taskset", ["--version"], { stdio: "ignore" }).status === 0;

/** The core of the server and that of the load, where both are kept to one. */
export const CORES = { server: 0, load: 1 } as const;

/** A command that is kept to a core, with all that it starts; as it is where no core is named, or none can be kept to. */
export function onCore(
  core: number | undefined,
  command: string,
  args: readonly string[],
): readonly [command: string, args: readonly string[]] {
  return core === undefined || !canPin ? [command, args] : ["taskset", ["-c", String(core), command, ...args]];
}
