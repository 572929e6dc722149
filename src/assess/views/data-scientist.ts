import { breakEven, stakesOf } from "../../objective/index.ts";
import { type Document, formatDuration, type KeyValue, keyValues, quantity, type Section } from "../../report/index.ts";
import { isActing } from "../../system/index.ts";
import { assessmentReport } from "../report.ts";
import { counted, wordNames, wordShare } from "../words.ts";
import type { Gist } from "./gist.ts";
import { decidedBy, shakyAssumptions } from "./shared-sentences.ts";
import { sentences } from "./view.ts";

/** What other readers are told, and this one knows. */
const LEFT_OUT = ["Who is concerned?", "How is it done today?", "Month by month", "When does the money come in?"];

/** For whoever builds it: the whole evidence, and what has to be chosen and guarded against. */
export function dataScientistView(gist: Gist): Document {
  const { assessment, system } = gist;
  const whole = assessmentReport(assessment, system);
  const evidence = whole.sections.filter(({ title }) => !LEFT_OUT.includes(title));
  return {
    ...whole,
    title: `${system.name}: what the data say`,
    subtitle: "For data scientists. Assessed before anything is built.",
    sections: [
      meaning(gist),
      ...sentences("What you decide", decisions(gist)),
      ...sentences("What you must watch", watching(gist)),
      ...evidence,
    ],
  };
}

function meaning({ assessment: { signal, data, footprint } }: Gist): Section {
  const judged: readonly KeyValue[] =
    signal === null
      ? []
      : [
          {
            name: "Judged",
            value: counted(signal.judgedRows, "unseen row"),
            note: `By ${signal.split}; the rows of one entity count together.`,
          },
          {
            name: "Seen by the quick fits",
            value: counted(signal.sampledRows ?? data.rows, "row"),
            note: signal.sampledRows === null ? "All there are." : "Entities drawn at random.",
          },
        ];
  const took: readonly KeyValue[] =
    footprint.fit === null
      ? []
      : [
          {
            name: "A quick fit took",
            value: formatDuration(footprint.fit.seconds * 1_000),
            note: `On ${counted(footprint.fit.rows, "row")} of ${counted(footprint.features, "feature")}, on this machine.`,
          },
        ];
  const model: readonly KeyValue[] =
    footprint.modelBytes === null ? [] : [{ name: "Its model", value: quantity(footprint.modelBytes, "bytes") }];
  const rows: KeyValue = {
    name: "Rows",
    value: counted(data.rows, "row"),
    note: `Of ${counted(data.entities, "entity", "entities")}; ${counted(data.leftOut, "row")} left out.`,
  };
  return {
    title: "What it means for you",
    lead: "The figures below come from small boosted trees that nobody tuned: a full training usually does a little better.",
    blocks: [keyValues([rows, ...judged, ...took, ...model])],
  };
}

function decisions(gist: Gist): readonly string[] {
  const { assessment, system } = gist;
  const { objective, heads } = system;
  const declared = Object.entries(heads).map(([name, { learner }]) => `\`${name}\` by \`${learner.learner}\``);
  return [
    declared.length === 0
      ? "Which heads to declare, and with which learners: there are none yet."
      : `Whether the declared heads are the right ones: ${declared.join(", ")}.`,
    ...(isActing(system) && objective.stated
      ? [
          `Nothing about the threshold: it follows from the payoff. Acting pays from a probability of ${wordShare(breakEven(stakesOf(objective)))} on.`,
        ]
      : []),
    ...(objective.transparency === "explainable"
      ? ["How every decision is explained: the objective demands it, which speaks for a rule or a linear model."]
      : []),
    ...decidedBy(gist, "data scientist"),
    ...(assessment.data.mostlyMissing.length === 0
      ? []
      : [`Whether to keep the features that are mostly missing: ${wordNames(assessment.data.mostlyMissing)}.`]),
  ];
}

function watching({ assessment, system }: Gist): readonly string[] {
  const leaks = assessment.signs.filter(({ code, says }) => code === "leak" && says === "against");
  const selection = assessment.signs.filter(({ code, says }) => code === "data.selection" && says === "against");
  const changed = Object.entries(system.outcomes).filter(([, { changedByActing }]) => changedByActing);
  return [
    ...leaks.map(({ message }) => message),
    ...selection.map(({ message }) => message),
    ...changed.map(
      ([name]) =>
        `Acting changes \`${name}\`: learn from cases that were left alone or left to chance, and keep ${wordShare(system.holdback)} of the entities out of it.`,
    ),
    ...(system.time === undefined
      ? [
          "No field is declared as the rows' time, so they are judged across entities and not on the newest: drift does not show.",
        ]
      : []),
    ...shakyAssumptions(assessment.assumptions),
  ];
}
