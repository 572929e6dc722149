import type { Contract } from "../../data/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Snapshot } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";

export const contractNotKept: ErrorConstructor<{ readonly id: string }> = defineError("cli.contract-not-kept", {
  headline: "A snapshot without its contract",
  message: ({ id }: { readonly id: string }) => `Snapshot ${id.slice(0, 12)} was taken before contracts were kept.`,
  hint: () => "Name the contract's file.",
});

/** The contract under which a snapshot was taken. Throws `cli.contract-not-kept`. */
export async function keptContract(blobs: Blobs, { id, contract }: Snapshot): Promise<Contract> {
  const bytes = contract === undefined ? undefined : await blobs.get(`contracts/${contract}`);
  if (bytes === undefined) throw contractNotKept({ id });
  return JSON.parse(new TextDecoder().decode(bytes)) as Contract;
}
