import { defineError, type ErrorConstructor, known } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { ServingState } from "../serving-state.ts";
import type { ServingDocument } from "./document.ts";
import { type ModelShelf, modelShelf, type ShelfFacts } from "./model-shelf.ts";
import { type OpenedState, type OpenPorts, openState } from "./open-state.ts";

interface Unusable {
  readonly system: string;
  readonly epoch: number;
  readonly serves: number;
  readonly why: string;
}

export const releaseUnusable: ErrorConstructor<Unusable> = defineError("decide.release-unusable", {
  headline: "What was released cannot be served",
  message: ({ system, epoch, serves, why }: Unusable) =>
    `Traffic plan ${epoch} of "${system}" was not taken up, and plan ${serves} is still served: ${why}`,
  hint: ({ system }) => `Restore the model, or go back: \`alidade rollback ${system}\`.`,
});

/** What every system serves at the moment. */
export interface ServedSystems {
  state(system: string): ServingState | undefined;
  /** The document that is served. */
  document(system: string): ServingDocument | undefined;
  /**
   * Opens a document beside what is served and, when all of it can be used, serves it instead: between two decisions, so that
   * none sees a part of each. False when what is served is as new. Throws `decide.release-unusable`; then nothing has changed.
   */
  adopt(document: ServingDocument): Promise<boolean>;
  models(): ShelfFacts;
}

interface Served extends OpenedState {
  readonly document: ServingDocument;
}

/** Nothing is served at first; the first document of a system is taken as it is, and where models cannot be used the rule answers. */
export function servedSystems(systems: readonly SystemDefinition[], options: OpenPorts): ServedSystems {
  const shelf: ModelShelf = options.shelf ?? modelShelf();
  const served = new Map<string, Served>();
  const turns = new Map<string, Promise<unknown>>();
  const adopt = async (document: ServingDocument): Promise<boolean> => {
    const before = served.get(document.system);
    if (before !== undefined && document.epoch <= before.document.epoch) return false;
    const system = known(
      systems.find(({ name }) => name === document.system),
      `system ${document.system} is served here`,
    );
    const next = await openState(system, document, { ...options, shelf });
    const why = before === undefined ? undefined : whyNot(next.state, before.state);
    if (before !== undefined && why !== undefined) {
      next.close();
      throw releaseUnusable({ system: system.name, epoch: document.epoch, serves: before.document.epoch, why });
    }
    served.set(system.name, { ...next, document });
    before?.close();
    return true;
  };
  return {
    state: (name) => served.get(name)?.state,
    document: (name) => served.get(name)?.document,
    adopt: (document) => {
      const turn = (turns.get(document.system) ?? Promise.resolve()).then(() => adopt(document));
      turns.set(
        document.system,
        turn.catch(() => undefined),
      );
      return turn;
    },
    models: shelf.facts,
  };
}

/** What of a state cannot be used that could be used before, or was not asked for before. */
function whyNot(next: ServingState, before: ServingState): string | undefined {
  const broken = new Set([...before.releases.values()].flatMap(({ unusable, versions }) => idsOf(unusable, versions)));
  for (const { unusable, versions } of next.releases.values())
    for (const [head, why] of Object.entries(unusable)) if (!broken.has(versions[head] ?? "")) return why;
  return undefined;
}

function idsOf(unusable: Readonly<Record<string, string>>, versions: Readonly<Record<string, string>>): string[] {
  return Object.keys(unusable).map((head) => versions[head] ?? "");
}
