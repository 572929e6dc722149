import type { Finding } from "../check/finding.ts";
import type { AdequacyCase } from "./adequacy-case.ts";
import { featureFindings } from "./feature-findings.ts";
import { labelFindings } from "./label-findings.ts";
import { rowFindings } from "./row-findings.ts";
import { splitFindings } from "./split-findings.ts";

/** Whether the data are fit to learn from and to judge by. Nothing here is wrong for certain, so nothing fails. */
export function adequacyFindings(all: AdequacyCase): readonly Finding[] {
  return [...featureFindings(all), ...labelFindings(all), ...splitFindings(all), ...rowFindings(all)];
}
