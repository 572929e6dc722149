import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import type { Catalogue } from "../../train/index.ts";
import type { Invocation } from "../calling/command.ts";
import type { LoadedSystem } from "../load-system.ts";

export const nothingTaken: ErrorConstructor<{ readonly system: string }> = defineError("cli.input.no-snapshot", {
  headline: "No snapshot to tell of",
  message: ({ system }: { readonly system: string }) =>
    `The catalogue tells of the newest snapshot, and none of "${system}" is kept here.`,
  hint: () => "`alidade train` takes one.",
});

/** The catalogue of a system, from its newest snapshot; `retrain`: with what every feature is worth, learned again. */
export async function catalogueFor(
  { system, folder }: LoadedSystem,
  retrain: boolean,
  around: Invocation,
): Promise<Catalogue> {
  const registry = await around.registry();
  const newest = (await registry.snapshots(system.name)).filter(({ dropped }) => dropped === undefined).at(-1);
  const { blobs } = await around.openState(false);
  const { getSnapshot } = await import("../../data/index.ts");
  const snapshot = newest === undefined ? undefined : await getSnapshot(blobs, newest.id);
  if (newest === undefined || snapshot === undefined) throw nothingTaken({ system: system.name });
  const { compute, modelPorts, outside } = await around.backends();
  const { catalogueOf } = await import("../../train/index.ts");
  const { signal, progress, stopwatch } = around;
  const step = progress.step(retrain ? "Learning without each feature" : "Looking at every feature");
  const ports = modelPorts();
  const onProgress = (share: number, without: string | null): void =>
    step.update(share, without === null ? "" : `without ${without}`);
  const learning = { ports, signal, onProgress, compute: compute(signal), outside: outside({ from: folder, signal }) };
  const value = retrain ? "retrained" : "shuffled";
  const deps = { registry, blobs, ports, stopwatch, value, learning } as const;
  const catalogue = await catalogueOf(system, { snapshot, at: newest.createdAt }, deps);
  step.done();
  return catalogue;
}
