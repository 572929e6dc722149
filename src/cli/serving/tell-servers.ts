import type { Told } from "../../store/index.ts";
import type { Answer, CommandResult, Invocation } from "../calling/command.ts";

/** A change of what a system serves. */
export interface Changed {
  readonly system: string;
  /** Version of the traffic plan that serves it. */
  readonly epoch: number;
}

/**
 * Tells every server on this state and waits until each decides by the change; says so below the answer. Ends with 1 when one
 * did not take it up: what it served before, it still serves.
 */
export async function tellingServers(
  answer: Answer,
  changed: Changed,
  { openState, backends }: Pick<Invocation, "openState" | "backends">,
): Promise<CommandResult> {
  const { location } = await openState(false);
  const told = await (await backends()).servingBoard(location).tell({ kind: "changed", ...changed });
  const failed = told.filter(({ taken }) => !taken);
  const { json, document } = answer;
  return {
    ...(failed.length === 0 ? {} : { exit: 1 as const }),
    json: { ...(json as object), servers: told },
    document: { ...document, summary: [...document.summary, ...wordTold(told)] },
  };
}

/** Tells every server on this state of a system's current plan, which may have changed; only what went wrong is said. */
export async function tellQuietly(
  system: string,
  { openState, registry, backends, io }: Pick<Invocation, "openState" | "registry" | "backends" | "io">,
): Promise<void> {
  const epoch = (await (await registry()).currentPlan(system))?.version;
  if (epoch === undefined) return;
  const { location } = await openState(false);
  const told = await (await backends()).servingBoard(location).tell({ kind: "changed", system, epoch });
  for (const line of wordTold(told.filter(({ taken }) => !taken))) io.err(`${line}\n`);
}

/** A sentence for those that took it up, and one for each that did not. */
export function wordTold(told: readonly Told[]): readonly string[] {
  const taken = told.filter((one) => one.taken).length;
  const good = taken === 1 ? "The running server decides" : `All ${taken} running servers decide`;
  return [
    ...(taken === 0
      ? []
      : [`${taken === told.length ? good : `${taken} of ${told.length} servers decide`} by it now.`]),
    ...told
      .filter((one) => !one.taken)
      .map(({ pid, why }) => `The server with process ${pid} did not take it up: ${why ?? "it did not say why"}`),
  ];
}
