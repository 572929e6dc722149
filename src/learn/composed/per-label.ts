import type { Params } from "../../kernel/index.ts";
import { type Composed, defineComposed } from "../composed-learner.ts";
import { checked } from "./parts/checked.ts";
import { labelOf } from "./parts/columns.ts";
import { partContext } from "./parts/context.ts";
import { fitOrRate } from "./parts/rate.ts";

/** Binary relevance: one classifier per label, each on all rows, none aware of the others. */
export const perLabel: Composed<Readonly<Record<never, never>> & Params, "one"> = defineComposed({
  name: "perLabel",
  doc: "One binary model per label.",
  reference: "Tsoumakas and Katakis. Multi-label classification: an overview. 2007, section 3 (binary relevance)",
  takes: "one",
  tasks: { multilabel: "binary" },
  params: {},
  fit(training, { bases: [base] }, context) {
    const { set, slots } = checked(perLabel, training, context);
    const { classes } = set;
    const models = classes.map((name, label) => {
      const validation = context.validation && labelOf(context.validation, label);
      const model = fitOrRate(base, labelOf(set, label), partContext(context, { name, task: "binary", validation }));
      context.onProgress?.((label + 1) / classes.length);
      return model;
    });
    return {
      format: "perLabel",
      signature: { task: "multilabel", features: slots, classes },
      calibration: { kind: "none" },
      body: { chains: [{ order: classes.map((_, label) => label), models, links: [] }] },
    };
  },
});
