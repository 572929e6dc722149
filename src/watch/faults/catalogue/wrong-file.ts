import type { FeatureSlot, Model } from "../../../model/index.ts";
import { defineFault, type Fault, unfit } from "../fault.ts";
import { hasModels, withModels } from "../models.ts";

/** A file is served that reads its columns in another order: each feature is taken for the next of its kind. */
export const wrongFile: Fault = defineFault({
  about: "a model is served that takes its features for one another",
  of: "people",
  part: "head",
  noticedBy: ["score.*"],
  plan(site) {
    if (!hasModels(site.state)) return unfit("no model serves");
    const models = [...site.state.releases.values()].flatMap((release) => Object.values(release.models));
    if (models.every((model) => turned(model.signature.features) === undefined))
      return unfit("no model reads two features of one kind");
    const state = withModels(site.state, (model): Model => {
      const features = turned(model.signature.features);
      return features === undefined ? model : { ...model, signature: { ...model.signature, features } };
    });
    return { says: "each head takes every number for the next one", state };
  },
});

/** The names of the numbers moved on by one; undefined where there are not two. */
function turned(features: readonly FeatureSlot[]): readonly FeatureSlot[] | undefined {
  const numbers = features.filter(({ kind }) => kind === "number").map(({ name }) => name);
  if (numbers.length < 2) return undefined;
  const next = new Map(numbers.map((name, i) => [name, numbers[(i + 1) % numbers.length] as string]));
  return features.map((slot) => ({ ...slot, name: next.get(slot.name) ?? slot.name }));
}
