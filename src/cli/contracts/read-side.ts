import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Contract } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Invocation } from "../calling/command.ts";

/** One side of a comparison of contracts: that of the rows, those of streams by name, and the system when a file named it. */
export interface Side {
  readonly contract: Contract;
  readonly streams: Readonly<Record<string, Contract>>;
  readonly system?: SystemDefinition;
}

type Around = Pick<Invocation, "cwd" | "registry" | "openState">;

/**
 * The contract that an argument names: that of a contract file, of a system file or its folder, or the one under which a
 * snapshot was taken.
 */
export async function readSide(what: string, around: Around): Promise<Side> {
  const path = resolve(around.cwd, what);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && !/[./\\]/.test(what)) return await ofSnapshot(what, around);
  return (
    (found?.isFile() === true ? await ofContractFile(path, around.cwd) : undefined) ??
    (await ofSystem(what, around.cwd))
  );
}

async function ofContractFile(path: string, cwd: string): Promise<Side | undefined> {
  const { readContract } = await import("../loading/system-files.ts");
  try {
    const contract = await readContract(path, cwd);
    return contract === undefined ? undefined : { contract, streams: {} };
  } catch (thrown) {
    if (isAlidadeError(thrown, "cli.input.contract-not-exported")) return undefined;
    throw thrown;
  }
}

async function ofSystem(what: string, cwd: string): Promise<Side> {
  const { loadSystem } = await import("../load-system.ts");
  const { system } = await loadSystem(what, cwd);
  const streams = Object.entries(system.streams).map(([name, { contract }]) => [name, contract] as const);
  return { contract: system.contract, streams: Object.fromEntries(streams), system };
}

async function ofSnapshot(what: string, { registry, openState }: Around): Promise<Side> {
  const { namedSnapshot } = await import("../snapshots/named-snapshot.ts");
  const snapshot = await namedSnapshot(await registry(), what);
  const { keptContract } = await import("./kept-contract.ts");
  return { contract: await keptContract((await openState(false)).blobs, snapshot), streams: {} };
}
