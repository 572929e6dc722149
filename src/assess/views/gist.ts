import { stakesOf } from "../../objective/index.ts";
import type { Interval } from "../../report/index.ts";
import { isActing, type SystemDefinition } from "../../system/index.ts";
import type { AnswerFacts } from "../answers/answer-facts.ts";
import { wordAnswer } from "../answers/answer-words.ts";
import type { Assessment } from "../assess.ts";
import { yearOf } from "../chain.ts";
import { yearSpan } from "../value/year-span.ts";

/** What every reader is told of, in the terms of either kind of system. */
export interface Gist {
  readonly assessment: Assessment;
  readonly system: SystemDefinition;
  /** `each patient`. */
  readonly whom: string;
  /** What is chosen between, or answered: `call or skip`, `“billing” or “sales”`, `a value of \`price\``. */
  readonly choice: string;
  /** `acting on nobody`. */
  readonly nothing: string;
  /** A year's gain with all that makes it uncertain; null where it is not known. */
  readonly overRule: Interval | null;
  readonly overNothing: Interval | null;
  readonly perDay: number | null;
}

/** Draws together what the views word. */
export function gistOf(assessment: Assessment, system: SystemDefinition): Gist {
  const { objective } = system;
  return {
    assessment,
    system,
    whom: `each ${whomOf(system)}`,
    perDay: objective.perYear === undefined ? null : objective.perYear / 365,
    ...(assessment.kind === "act" ? actGist(assessment, system) : answerGist(assessment)),
  };
}

/** Whom a decision is about: as the brief calls them, else by the entity's field. */
function whomOf({ objective, entity }: SystemDefinition): string {
  const people = (objective.stated ? objective.brief?.stakeholders : undefined) ?? [];
  const role = people.find(({ view }) => view === "end user")?.role;
  return role ?? (entity === undefined ? "case" : `\`${entity}\``);
}

type OfKind = Pick<Gist, "choice" | "nothing" | "overRule" | "overNothing">;

function actGist({ worth }: Extract<Assessment, { kind: "act" }>, system: SystemDefinition): OfKind {
  const { act, otherwise } = stakesOf(system.objective);
  return {
    choice: isActing(system) ? `${act} or ${otherwise}` : "",
    nothing: "acting on nobody",
    overRule: worth === null ? null : yearOf(worth, "overRule"),
    overNothing: worth === null ? null : yearOf(worth, "overNothing"),
  };
}

function answerGist({ data, worth }: Extract<Assessment, { kind: "answer" }>): OfKind {
  const { perYear } = worth ?? { perYear: null };
  return {
    choice: answersIn(data),
    nothing: `answering ${worth?.entrants.at(-1)?.name ?? "without looking"}`,
    overRule: yearSpan(perYear?.overRule ?? null, []),
    overNothing: yearSpan(perYear?.overConstant ?? null, []),
  };
}

/** So many labels are named. */
const NAMED = 8;

function answersIn(data: AnswerFacts): string {
  const labels = data.shares.map(({ label }) => `“${label}”`);
  if (data.answers !== "label" || labels.length < 2 || labels.length > NAMED)
    return wordAnswer(data).replace(/^with /, "");
  return `${labels.slice(0, -1).join(", ")} or ${labels.at(-1)}`;
}
