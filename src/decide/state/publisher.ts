import { initialPlan, type Registry } from "../../registry/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { type ServingDocument, servingDocument } from "./document.ts";

/** Whoever serves documents: this thread, or several others. */
export interface DocumentTaker {
  /** What is served of a system; undefined before the first document. */
  document(system: string): ServingDocument | undefined;
  /** Serves a document from the next decision on; false when what is served is as new. Throws `decide.release-unusable`. */
  adopt(document: ServingDocument): Promise<boolean>;
}

/** Reads from the registry what is to be served, and hands it to whoever serves. */
export interface Publisher {
  /** Hands over what every system serves. One that was never trained starts with its rule. */
  begin(): Promise<void>;
  /**
   * Hands over what was released since, of one system where it is named; resolves to whether anything changed. Throws what the
   * registry and the taker throw, once the other systems have had their turn.
   */
  refresh(system?: string): Promise<boolean>;
}

export interface PublisherDeps {
  readonly registry: Registry;
  /** Where the hashes of large models are reckoned. Default: here. */
  readonly compute?: Compute | undefined;
}

/** Publishes what the registry says of these systems. */
export function publisherOf(
  systems: readonly SystemDefinition[],
  taker: DocumentTaker,
  deps: PublisherDeps,
): Publisher {
  return {
    begin: async () => {
      for (const system of systems) await taker.adopt(await firstDocument(system, deps));
    },
    refresh: async (name) => {
      const asked = systems.filter((system) => name === undefined || system.name === name);
      const settled = await Promise.allSettled(asked.map((system) => refreshOne(system, taker, deps)));
      const failed = settled.find(({ status }) => status === "rejected");
      if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
      return settled.some((one) => one.status === "fulfilled" && one.value);
    },
  };
}

async function firstDocument(system: SystemDefinition, { registry, compute }: PublisherDeps): Promise<ServingDocument> {
  await registry.declareObjective(system);
  const plan = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  return servingDocument(system.name, plan, { registry, compute });
}

async function refreshOne(
  { name }: SystemDefinition,
  taker: DocumentTaker,
  { registry, compute }: PublisherDeps,
): Promise<boolean> {
  const plan = await registry.currentPlan(name);
  const before = taker.document(name);
  if (plan === undefined || plan.version <= (before?.epoch ?? 0)) return false;
  return taker.adopt(await servingDocument(name, plan, { registry, before, compute }));
}
