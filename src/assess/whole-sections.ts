import type { Section } from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Assessment } from "./assess.ts";
import type { AssessmentCore } from "./assessment.ts";
import {
  assumptionSection,
  briefOf,
  processSection,
  riskSections,
  stakeholderSection,
} from "./brief/brief-sections.ts";
import { feasibilitySection } from "./feasibility/feasibility-sections.ts";
import { benefitSection } from "./value/benefits.ts";
import { figureSection, figuresOf } from "./value/figures.ts";
import { valuePathSection } from "./value/value-section.ts";
import { isWorthwhile } from "./worthwhile.ts";

/** When the money comes in, what is not money, and what the numbers rest on. */
export function moneySections(assessment: Assessment, system: SystemDefinition): readonly Section[] {
  const { objective } = system;
  return [
    ...(isWorthwhile(assessment) ? valuePathSection(assessment.path, objective.currency) : []),
    ...benefitSection(objective),
    ...figureSection(figuresOf(assessment, system)),
  ];
}

/** Whether it can be done, what is taken for granted, and the rest of the brief. */
export function groundSections(
  { needs, assumptions }: AssessmentCore,
  { objective }: SystemDefinition,
): readonly Section[] {
  const brief = briefOf(objective);
  return [
    ...feasibilitySection(needs),
    ...assumptionSection(assumptions),
    ...processSection(brief, objective.currency),
    ...stakeholderSection(brief),
    ...riskSections(brief),
  ];
}
