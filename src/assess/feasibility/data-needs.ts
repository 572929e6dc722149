import { ENOUGH_EXAMPLES, FEWEST_EXAMPLES } from "../thresholds.ts";
import { stopless, wordCount } from "../words.ts";
import type { FeasibilityCase } from "./feasibility-case.ts";
import { type Need, need } from "./need.ts";

/** Whether the data are enough to learn from, and what was taken for granted of them. */
export function dataNeeds(all: FeasibilityCase): readonly Need[] {
  return [examplesNeed(all), ...assumptionNeeds(all)];
}

function examplesNeed({ rows, examples: { count, words, coarser } }: FeasibilityCase): Need {
  const times = ENOUGH_EXAMPLES / Math.max(1, count);
  const more =
    count === 0
      ? "Get data: rows in which it happens."
      : `Get data: at this rate about ${wordCount(Math.ceil(rows * times))} rows hold ${ENOUGH_EXAMPLES}.`;
  return need({
    code: "data.examples",
    area: "data",
    name: "Examples to learn from",
    needed: `${ENOUGH_EXAMPLES} or more; with fewer than ${FEWEST_EXAMPLES} nothing can be learned`,
    found: words,
    status: count >= ENOUGH_EXAMPLES ? "met" : "gap",
    options: [
      more,
      "Third party: buy rows, or take a model that others trained on theirs.",
      `Narrow: ${coarser ?? "predict something coarser that happens more often"}.`,
      "Simpler: keep the rule until there are enough.",
    ],
  });
}

/** What the brief takes for granted of the data; nothing where it takes nothing. */
function assumptionNeeds({ assumptions }: FeasibilityCase): readonly Need[] {
  const ofData = assumptions.filter(({ check }) => check !== "experiment" && check !== "ask");
  if (ofData.length === 0) return [];
  const broken = ofData.filter(({ status }) => status === "refuted");
  const open = ofData.filter(({ status }) => status === "open");
  const [first] = broken;
  return [
    need({
      code: "data.assumptions",
      area: "data",
      name: "Assumptions about the data",
      needed: ofData.length === 1 ? "the one of the brief holds" : `all ${ofData.length} of the brief hold`,
      found:
        first === undefined
          ? open.length === 0
            ? "they hold"
            : `${open.length} cannot be told`
          : `${broken.map(({ statement }) => `“${stopless(statement)}”`).join(", ")} ${broken.length === 1 ? "is" : "are"} refuted. ${stopless(first.message)}`,
      status: broken.length > 0 ? "gap" : open.length > 0 ? "unknown" : "met",
      options: [
        "Get data: mend the source, or take the field from another one.",
        "Narrow: do without the fields, or decide only where they are there.",
        "Change the brief: say what is so, and what follows from it.",
      ],
    }),
  ];
}
