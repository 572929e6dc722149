import { type Document, percent, type Section, table, type Value, words } from "../../report/index.ts";
import type { AnswerWorth } from "../answers/answer-worth.ts";
import { briefOf, processSection } from "../brief/brief-sections.ts";
import { capitalised, stopless, wordCount, wordShare } from "../words.ts";
import type { Worth } from "../worth.ts";
import type { Gist } from "./gist.ts";
import { plainVerdict } from "./plain-verdict.ts";
import { assumedEffect, decidedBy, experimentDays, shakyAssumptions, watchedMetrics } from "./shared-sentences.ts";
import { sentences } from "./view.ts";

/** For whoever carries the decisions out: how many there are, how often they hit, and what to do when they do not. */
export function operatorView(gist: Gist): Document {
  const { assessment, system } = gist;
  return {
    title: `${system.name}: what changes in the daily work`,
    subtitle: "For those who carry the decisions out. Assessed before anything is built.",
    summary: [`For ${gist.whom} the system would say: ${gist.choice}.`, ...loadWords(gist)],
    verdict: plainVerdict(assessment),
    sections: [
      ...(assessment.kind === "act" ? hitSections(assessment.worth) : answerSections(assessment.worth)),
      ...processSection(briefOf(system.objective), system.objective.currency),
      ...sentences("What you decide", decisions(gist)),
      ...sentences("What you must watch", watching(gist)),
      ...wrongSection(gist),
      ...sentences("What is assumed", [...assumedEffect(gist), ...shakyAssumptions(assessment.assumptions)]),
    ],
  };
}

function loadWords({ assessment, perDay, choice }: Gist): readonly string[] {
  if (perDay === null) return ["How many cases there are in a day is not known."];
  const a = (count: number): string =>
    count >= 10 ? wordCount(Math.round(count)) : String(Number(count.toPrecision(2)));
  const cases = `About ${a(perDay)} cases a day come to be decided (assumed).`;
  if (assessment.kind !== "act" || assessment.worth === null) return [cases];
  const { actRate, ruleActRate } = assessment.worth;
  const [act = "act"] = choice.split(" or ");
  return [
    `${cases} A model would have you ${act} ${a(perDay * actRate)} of them, the declared rule ${a(perDay * ruleActRate)}.`,
  ];
}

function hitSections(worth: Worth | null): readonly Section[] {
  if (worth === null) return [];
  const { hits, actRate, ruleActRate } = worth;
  const share = (found: number | null): Value =>
    found === null ? words("not known", { tone: "unknown" }) : percent(found);
  const rows: readonly (readonly Value[])[] = [
    ["Acted on, of all cases", percent(actRate), percent(ruleActRate)],
    ["It does happen, of those acted on", share(hits.model.ofActed), share(hits.rule.ofActed)],
    ["Acted on, of those in which it happens", share(hits.model.ofTrue), share(hits.rule.ofTrue)],
  ];
  return [
    {
      title: "What it means for you",
      lead: "How often acting hits, measured on past cases that the quick fit had not seen. What is not acted on and happens is missed.",
      blocks: [table(["", { name: "A model", align: "right" }, { name: "The declared rule", align: "right" }], rows)],
    },
  ];
}

function answerSections(worth: AnswerWorth | null): readonly Section[] {
  const facts = worth?.entrants[0]?.facts ?? [];
  if (worth === null || facts.length === 0) return [];
  return [
    {
      title: "What it means for you",
      lead: "How good the answers are, measured on past cases that the quick fit had not seen.",
      blocks: [
        table(
          ["Answers", ...facts.map(({ name }) => name)],
          worth.entrants.map(({ name, facts: own }) => [
            capitalised(name),
            ...own.map(({ value, unit }) =>
              value === null ? "not known" : unit === "percent" ? percent(value) : value,
            ),
          ]),
        ),
      ],
    },
  ];
}

function decisions(gist: Gist): readonly string[] {
  const told = decidedBy(gist, "operator");
  return told.length > 0
    ? told
    : [
        "Nobody has said what you decide yourself, and whether you may overrule the system. That has to be settled before it starts; say it in the brief, under `stakeholders`.",
      ];
}

function watching(gist: Gist): readonly string[] {
  const { system } = gist;
  const { objective } = system;
  const days = experimentDays(gist);
  const capacity = system.policy.policy === "act-if" ? system.policy.capacity : undefined;
  return [
    ...(capacity === undefined
      ? []
      : [
          "share" in capacity
            ? `There is room for ${wordShare(capacity.share)} of the cases; those that matter most come first.`
            : `There is room for ${wordCount(capacity.most)} in ${capacity.per}; those that matter most come first.`,
        ]),
    ...(days === null || gist.assessment.verdict.kind !== "use-ml"
      ? []
      : [
          `For ${days} chance decides in half of the cases whether the model or the rule speaks. Carry both out alike, or nothing is proved.`,
        ]),
    ...(system.holdback > 0
      ? [
          `${wordShare(system.holdback)} are left alone on purpose, so that it stays known what happens without acting. Do not make up for it.`,
        ]
      : []),
    ...(objective.stated ? watchedMetrics(objective, ["success", "guardrail", "deterioration", "quality"]) : []),
  ];
}

function wrongSection({ system: { objective } }: Gist): readonly Section[] {
  const { ifWrong = [] } = briefOf(objective);
  const told = ifWrong.map(({ of, follows, severity }) => `${capitalised(of)} (${severity}): ${stopless(follows)}.`);
  return sentences("When it is wrong, or silent", [
    ...told,
    "When a model cannot answer in time, the rule answers in its place, and the record says so.",
  ]);
}
