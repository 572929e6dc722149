import {
  modelShelf,
  type OpenedState,
  openState,
  type ServingDocument,
  type ServingState,
} from "../../decide/index.ts";
import { known } from "../../kernel/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Unusable } from "./duties.ts";

/** What all threads serve, for whoever wants to look: the models are not opened here. */
export interface ShownStates {
  document(system: string): ServingDocument | undefined;
  state(system: string): ServingState | undefined;
  /** Shows a document from now on, and which of its models the threads found that they cannot use. */
  show(document: ServingDocument, unusable: Unusable): Promise<void>;
}

/** Nothing is shown at first. */
export function shownStates(systems: readonly SystemDefinition[]): ShownStates {
  const shown = new Map<string, OpenedState & { readonly document: ServingDocument }>();
  return {
    document: (system) => shown.get(system)?.document,
    state: (system) => shown.get(system)?.state,
    async show(document, unusable) {
      const { system: name } = document;
      const system = known(
        systems.find((one) => one.name === name),
        `system ${name} is served here`,
      );
      const next = await openState(system, withoutUnusable(document, unusable), { shelf: modelShelf(0) });
      shown.get(name)?.close();
      shown.set(name, { ...next, document });
    },
  };
}

function withoutUnusable(document: ServingDocument, unusable: Unusable): ServingDocument {
  const models = document.models.map((model) => {
    const why = unusable[model.id];
    return why === undefined ? model : { id: model.id, unusable: why };
  });
  return { ...document, models };
}
