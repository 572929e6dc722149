import { mean } from "../average.ts";
import { defineFault, type Fault, type FaultSite, unfit } from "../fault.ts";
import { hasModels, withModels } from "../models.ts";

/** A model answers the same whatever it is asked. */
export const modelConstant: Fault = defineFault({
  about: "a model answers the same for everybody",
  of: "model",
  part: "head",
  noticedBy: ["score.*"],
  plan(site) {
    if (!hasModels(site.state)) return unfit("no model serves");
    const state = withModels(site.state, ({ signature }, head) => {
      const outputs = usualOutputs(site, head);
      return { format: "constant", signature, calibration: { kind: "none" }, body: { outputs } };
    });
    return { says: "every head says its mean for everybody", state };
  },
});

/** The mean of each output of a head before anything was wrong. */
function usualOutputs({ stream, from, state }: FaultSite, head: string): readonly number[] {
  const said = stream.flatMap((one) => {
    if (one.kind !== "asked" || one.at >= from) return [];
    const { heads, candidates = [] } = one.served.body;
    return [heads[head], ...candidates.map((candidate) => candidate.heads[head])].flatMap((outputs) =>
      outputs === undefined ? [] : [outputs],
    );
  });
  const model = [...state.releases.values()].find(({ models }) => models[head] !== undefined)?.models[head];
  const count = said[0]?.length ?? Math.max(1, model?.signature.classes.length ?? 1);
  return Array.from({ length: count }, (_, i) =>
    said.length === 0 ? 1 / count : mean(said.map((one) => one[i] ?? 0)),
  );
}
