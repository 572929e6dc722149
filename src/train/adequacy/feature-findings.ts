import { type IdentifierSuspect, identifierSuspects, nearConstants } from "../../evaluate/index.ts";
import { counted, whole } from "../check/counted.ts";
import type { Finding } from "../check/finding.ts";
import type { AdequacyCase } from "./adequacy-case.ts";
import { names } from "./words.ts";

/** Features that name rows instead of describing them, and features that say nothing. */
export function featureFindings({ system, dataset }: AdequacyCase): readonly Finding[] {
  const entity = system.entity === undefined ? {} : { entity: dataset.entity };
  const identifiers = identifierSuspects({ features: dataset.features, ...entity }).map(wordIdentifier);
  const same = sameFindings(dataset.features);
  if (identifiers.length + same.length > 0) return [...identifiers, ...same];
  return [
    {
      code: "features.sound",
      finding: "ok",
      message: "No feature is an identifier or says the same nearly everywhere.",
    },
  ];
}

function wordIdentifier({ field, why, distinct, rows }: IdentifierSuspect): Finding {
  const base = { code: "features.identifier", finding: "warning" } as const;
  const what = {
    "hardly-repeats": `has ${whole(distinct)} different texts in ${counted(rows, "row")}`,
    "counts-rows": `is a whole number that is another in each of ${counted(rows, "row")}`,
    "names-entity": `is a second name of the entity: ${whole(distinct)} values, one for each`,
  }[why];
  const advice =
    why === "hardly-repeats"
      ? "Leave it out, or take something from it that repeats: its first letters, a hash of its words."
      : "Leave it out: what is learned of it says nothing of the next one.";
  return { ...base, message: `The feature \`${field}\` ${what}.`, advice };
}

function sameFindings(features: AdequacyCase["dataset"]["features"]): readonly Finding[] {
  const found = nearConstants(features);
  const constant = found.filter(({ others }) => others === 0).map(({ field }) => field);
  const nearly = found.filter(({ others }) => others > 0);
  const say = (code: string, message: string): Finding => ({
    code,
    finding: "warning",
    message,
    advice: "Leave it out, unless those rows are what matters.",
  });
  return [
    ...(constant.length === 0 ? [] : [say("features.constant", `The same in every row: ${names(constant)}.`)]),
    ...(nearly.length === 0
      ? []
      : [
          say(
            "features.nearly-constant",
            `The same in all rows but a few: ${names(nearly.map(({ field }) => field))} (at most ${counted(Math.max(...nearly.map(({ others }) => others)), "other row")} of ${whole(features.rows)}).`,
          ),
        ]),
  ];
}
