import { contract, csv, flag, number, pushed, time } from "../../src/data/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import { on, type SystemDefinition, stream } from "../../src/system/index.ts";

const spent = contract({ who: number({ integer: true }), at: time(), amount: number() });
const spending = stream({ contract: spent, source: pushed(), entity: "who", time: "at" });
const rows = contract({ who: number(), asked: time({ missing: 1 }), left: flag({ known: "after" }) });
const h = on(rows, { streams: { spending } });

/** Decides by what somebody spent. */
export const system: SystemDefinition = h.system({
  name: "kill",
  source: csv("rows.csv"),
  entity: "who",
  time: "asked",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { left: h.outcome({ within: "1d", history: (r) => r.left, changedByActing: false }) },
  features: h.features((_, from) => ({
    count: from.spending.count(),
    sum: from.spending.sum((e) => e.amount),
    month: from.spending.count({ within: "30d" }),
  })),
  rule: (f) => f.count.atLeast(3),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});
