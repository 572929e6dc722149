import type { LoadedRelease, ServingState } from "../../decide/index.ts";
import type { Model } from "../../model/index.ts";

/** A state with every release changed. */
export function withReleases(state: ServingState, change: (release: LoadedRelease) => LoadedRelease): ServingState {
  return { ...state, releases: new Map([...state.releases].map(([id, release]) => [id, change(release)])) };
}

/** A state with every model changed. */
export function withModels(state: ServingState, change: (model: Model, head: string) => Model): ServingState {
  return withReleases(state, (release) => ({
    ...release,
    models: Object.fromEntries(Object.entries(release.models).map(([head, model]) => [head, change(model, head)])),
  }));
}

/** Whether any release has a model. */
export function hasModels({ releases }: ServingState): boolean {
  return [...releases.values()].some(({ models }) => Object.keys(models).length > 0);
}
