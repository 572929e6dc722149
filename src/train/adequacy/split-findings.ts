import type { Table } from "../../data/index.ts";
import { groupSuspects, identifierSuspects, type Twins, twinsAcross } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { counted, whole } from "../check/counted.ts";
import type { Finding } from "../check/finding.ts";
import { type AdequacyCase, judgedFit, pricedLabel } from "./adequacy-case.ts";
import { share } from "./words.ts";

/** Rows and groups of rows that are on both sides of the split by which a model is judged. */
export function splitFindings(all: AdequacyCase): readonly Finding[] {
  const { system, dataset } = all;
  const { train: taught, score: judged } = judgedFit(all);
  const label = pricedLabel(all).label.values;
  const entity = system.entity === undefined ? {} : { entity: dataset.entity };
  const twins = twinsAcross({ features: describing(all), label, taught, judged, ...entity, seed: system.seed });
  const groups = groupSuspects({ fields: dataset.before, label, taught, judged }).map(
    ({ field, groups, correlation, torn }): Finding => ({
      code: "split.groups",
      finding: "warning",
      message: `Rows of the same \`${field}\` (${whole(groups)} of them) have labels alike, with a correlation of ${correlation.toFixed(2)}, and ${share(torn)} of the judged rows have one among those learned from.`,
      advice: `If new cases come with a new \`${field}\`, declare \`entity: "${field}"\`, so that none is on both sides.`,
    }),
  );
  return [twinFinding(twins), ...groups];
}

/** The fields by which a row is the same as another: not its number, nor its time, nor what is made of other fields. */
function describing({ system, dataset: { before, entity } }: AdequacyCase): Table {
  const naming = new Set(identifierSuspects({ features: before, entity }).map(({ field }) => field));
  const columns = before.columns.filter(
    ({ name, kind }) => kind !== "time" && !naming.has(name) && system.contract.fields[name]?.unique !== true,
  );
  return { rows: before.rows, columns };
}

/** A copy has the label of what it is a copy of; rows alike by chance have it less often. */
const AGREE = 0.95;
/** More of the judged rows than this, for certain, and the figures are flattered. */
const TOO_MANY = 0.002;

function twinFinding({ looked, exact, copies, agreeing, copied }: Twins): Finding {
  if (isInsufficient(copies) || isInsufficient(exact) || copies.low <= TOO_MANY || agreeing < AGREE * copied) {
    const alike = isInsufficient(exact) ? "" : `; ${share(exact.value)} equal one, as rows do that are alike by chance`;
    const message = `Of ${counted(looked, "judged row")} hardly any looks like a copy of one that was learned from${alike}.`;
    return { code: "split.no-copies", finding: "ok", message };
  }
  return {
    code: "split.copies",
    finding: "warning",
    message: `${share(copies.value)} of the judged rows look like copies of rows that were learned from: the same in all fields known before or all but one, with nothing else like them. ${whole(agreeing)} of ${whole(copied)} have the same label.`,
    advice:
      "Remove duplicates at the source, or declare the `entity` that they belong to; until then every figure is flattered.",
  };
}
