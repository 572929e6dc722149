import { type Node, wordsOf } from "../../features/index.ts";
import type { Consequence } from "../../objective/index.ts";
import type { Document } from "../../report/index.ts";
import { isActing, ruleNodes, type SystemDefinition } from "../../system/index.ts";
import type { AnswerEntrant } from "../answers/answer-worth.ts";
import { briefOf } from "../brief/brief-sections.ts";
import { capitalised, stopless, wordCount, wordShare } from "../words.ts";
import { factsRead } from "./facts-read.ts";
import type { Gist } from "./gist.ts";
import { recommendedBy } from "./recommended.ts";
import { assumedEffect, decidedBy, plainAssumption } from "./shared-sentences.ts";
import { sentences } from "./view.ts";

/** For whom the decisions are about: what is decided, by what, how often wrongly, and how to object. No money. */
export function endUserView(gist: Gist): Document {
  const { assessment, system } = gist;
  const shaky = assessment.assumptions.filter(({ status }) => status !== "held");
  return {
    title: `${system.name}: what is decided about you`,
    subtitle: "For those whom the decisions are about. Nothing is decided yet: this is what is planned.",
    summary: [
      `For ${gist.whom}, ${isActing(system) ? "it is decided" : "the answer is"}: ${gist.choice}.`,
      byWhat(gist),
    ],
    sections: [
      ...sentences("What it means for you", [...wrongWords(gist), ...followWords(gist)]),
      factsRead(system, nodesRead(gist)),
      ...sentences("What you can decide, and how to object", objecting(gist)),
      ...sentences("What you should watch", [
        "That what is known about you is right. What it looks at stands above, and a mistake in that may become a mistake in the decision.",
      ]),
      ...sentences("What is left to chance", chanceWords(system)),
      ...sentences("What is assumed", [...assumedEffect(gist), ...shaky.map(plainAssumption)]),
    ],
  };
}

/** Expressions that are looked at: of every feature by a model, of its own by a rule. */
function nodesRead({ assessment, system: { features, rule } }: Gist): readonly Node[] {
  const recommended = recommendedBy(assessment);
  if (recommended.way === "found rule") return recommended.fields.flatMap((name) => features[name] ?? []);
  const declared = Object.values(ruleNodes({ rule }));
  return recommended.way === "model" ? [...Object.values(features), ...declared] : declared;
}

function byWhat({ assessment, system }: Gist): string {
  const recommended = recommendedBy(assessment);
  if (recommended.way === "found rule") return `It would be decided by a fixed rule: ${recommended.words}.`;
  const [only = "", ...more] = Object.values(ruleNodes(system)).map(wordsOf);
  const known = more.length === 0 && only.length <= READABLE ? ` (${only})` : "";
  if (recommended.way === "model")
    return `It would be decided by a formula that a computer learned from ${wordCount(assessment.data.rows)} past cases. Where that cannot answer, a fixed rule does${known}.`;
  return `It would be decided by a fixed rule that people wrote${known}. What a computer can learn from past cases is not used for now.`;
}

/** A longer rule is read in the system's file. */
const READABLE = 100;

function wrongWords({ assessment, choice }: Gist): readonly string[] {
  const recommended = recommendedBy(assessment);
  const { way } = recommended;
  if (way === "found rule" && recommended.accuracy !== null)
    return [`It was right in ${wordShare(recommended.accuracy)} of past cases (measured).`];
  if (assessment.kind === "answer")
    return way === "found rule" ? [UNKNOWN] : answerWords(assessment.worth?.entrants[way === "model" ? 0 : 1]);
  const { worth, data } = assessment;
  if (worth === null) return [UNKNOWN];
  const { ofActed, ofTrue } =
    way === "found rule" ? worth.found.hits : way === "model" ? worth.hits.model : worth.hits.rule;
  const hundred = (share: number): string => String(Math.round(share * 100));
  const [act = ""] = choice.split(" or ");
  return [
    ...(ofActed === null
      ? []
      : [
          `Of 100 for whom it says “${act}”, “${data.outcome}” would come true for about ${hundred(ofActed)}, and for the others not (measured on past cases).`,
        ]),
    ...(ofTrue === null
      ? []
      : [
          `Of 100 for whom “${data.outcome}” comes true, it finds about ${hundred(ofTrue)}; the others are overlooked (measured on past cases).`,
        ]),
  ];
}

const UNKNOWN = "It is not known yet how often it would be wrong.";

function answerWords(entrant: AnswerEntrant | undefined): readonly string[] {
  const told = (entrant?.facts ?? []).flatMap(({ name, value, unit }) => {
    if (value === null) return [];
    const words = unit === "percent" ? wordShare(value) : Number(value.toPrecision(3));
    return [`${capitalised(name)}: ${words} (measured on past cases).`];
  });
  return told.length > 0 ? told : [UNKNOWN];
}

function objecting(gist: Gist): readonly string[] {
  const { objective } = gist.system;
  if (!objective.stated) return [UNSTATED];
  const { asked, approves, transparency, requirements } = objective;
  const signs = approves.length === 0 ? "" : `; ${approves.join(", ")} must approve it`;
  return [
    ...decidedBy(gist, "end user"),
    `Whom to turn to: ${asked}, who asked for it${signs}.`,
    transparency === "explainable"
      ? "You can ask why: each decision has to be explained, with the facts that counted most."
      : "Nobody has asked for decisions that can be explained. What was known and what was decided is kept of each, so it can be looked at again.",
    ...(requirements?.regulated === undefined
      ? []
      : [`These decisions fall under ${requirements.regulated}, and so your rights do.`]),
    `How an objection is made, and which person looks at it, nobody has said here. Ask ${asked} to say it before it starts.`,
  ];
}

const UNSTATED =
  "Nobody has said yet what these decisions are for, who answers for them, or how to object. They should not start before that.";

const IF: Readonly<Record<Consequence["of"], string>> = {
  miss: "If you are overlooked",
  "false alarm": "If you are picked by mistake",
  "wrong answer": "If the answer is wrong",
  "no answer": "If there is no answer",
};

function followWords({ system: { objective } }: Gist): readonly string[] {
  return (briefOf(objective).ifWrong ?? []).map(({ of, follows }) => `${IF[of]}: ${stopless(follows)}.`);
}

function chanceWords({ holdback }: SystemDefinition): readonly string[] {
  return [
    ...(holdback > 0
      ? [
          `For ${wordShare(holdback)} of all, drawn by chance, nothing is done, so that it stays known whether it helps.`,
        ]
      : []),
    "Before it is used for all, an experiment compares it with what is done today; chance then decides for whom which of the two speaks.",
  ];
}
