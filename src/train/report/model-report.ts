import type { Document, Section } from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { counted } from "../check/counted.ts";
import type { TrainedModel, TrainResult } from "../run/result.ts";
import type { TrainRun } from "../run/train-run.ts";
import { answerSections } from "./answers/sections.ts";
import { calibrationSections } from "./calibration-section.ts";
import { framingCard } from "./card-framing.ts";
import { lineageCard } from "./card-lineage.ts";
import { objectiveCard } from "./card-objective.ts";
import { type ActFacts, type Facts, factsOf } from "./facts.ts";
import { gateSection } from "./gate-section.ts";
import { lookSections } from "./look-section.ts";
import { openQuestionSections } from "./open-questions.ts";
import { rankingSections } from "./ranking-section.ts";
import { sliceSections } from "./slices-section.ts";
import { summaryOf } from "./summary.ts";
import { valueSection } from "./value-section.ts";
import { verdictOf } from "./verdict.ts";
import { warningsSection } from "./warnings-section.ts";
import { wordsSection } from "./words-section.ts";

/** The report on a training run: the top for whoever decides, the rest for whoever checks. Same run, same document. */
export function modelReport(run: TrainRun, system: SystemDefinition): Document {
  const facts = factsOf(run, system);
  return {
    ...headOf(facts),
    verdict: verdictOf(facts),
    summary: summaryOf(facts),
    sections: [
      ...openQuestionSections(facts),
      ...(facts.kind === "act" ? actSections(facts) : answerSections(facts)),
      ...sliceSections(facts),
      ...lookSections(facts),
      gateSection(facts),
      warningsSection(facts),
      cardSection(facts),
      wordsSection(facts),
    ],
  };
}

function actSections(facts: ActFacts): readonly Section[] {
  return [valueSection(facts), ...calibrationSections(facts), ...rankingSections(facts)];
}

/** Title and subtitle: the question that the report answers; which model, from what, judged how. */
export function headOf({ kind, system, model, result }: Facts): Pick<Document, "title" | "subtitle"> {
  const { snapshot } = result;
  const which = model === null ? "Snapshot" : `${whichModel(model, result)}; snapshot`;
  return {
    title:
      model === null
        ? `${system.name}: the rule`
        : `${system.name}: should this model ${kind === "act" ? "decide" : "answer"}?`,
    subtitle: `${which} ${snapshot.id.slice(0, SHORT)}, ${counted(snapshot.rows, "row")}; judged on ${result.split}.`,
  };
}

/** The head that is told of may have kept its model: then those that learned are what is new. */
function whichModel(model: TrainedModel, { models }: TrainResult): string {
  if (model.kept === undefined)
    return model.recalibrated === undefined
      ? `Model ${model.id}`
      : `Model ${model.id}, recalibrated from ${model.recalibrated}`;
  const learned = models.filter(({ kept }) => kept === undefined).map(({ head, id }) => `${id} (${head})`);
  return `${learned.join(", ")} beside what serves`;
}

/** Enough of a hash to tell snapshots apart by eye; the whole one is in the lineage. */
const SHORT = 12;

function cardSection(facts: Facts): Section {
  return {
    title: "Card and lineage",
    lead: "What was declared, and everything that the model was made from.",
    detail: true,
    blocks: [...objectiveCard(facts), ...framingCard(facts), ...lineageCard(facts)],
  };
}
