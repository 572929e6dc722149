import { isObject } from "../../kernel/index.ts";
import type { HistoryEvent } from "../history.ts";
import type { Run } from "../run-record.ts";
import { notRecalibratedIn, trainingsOf } from "../trainings-of.ts";

/** What happened between two versions of an objective, so that the later one may rest on it: a sentence each. */
export function evidenceIn(events: readonly HistoryEvent[], runs: readonly Run[]): readonly string[] {
  return [...trainings(runs), ...events.flatMap(told)];
}

const GATES: readonly { readonly verdict: string; readonly one: string; readonly more: string }[] = [
  { verdict: "pass", one: "passed its gate", more: "passed their gates" },
  { verdict: "refuse", one: "was refused", more: "were refused" },
  { verdict: "insufficient", one: "could not be judged", more: "could not be judged" },
];

/** `3 trainings: 1 passed its gate, 2 were refused.`, and what the gate had against the last one that it refused. */
function trainings(runs: readonly Run[]): readonly string[] {
  const ended = trainingsOf(runs);
  const refused = wordNotRecalibrated(notRecalibratedIn(runs).length);
  const found = GATES.flatMap(({ verdict, one, more }) => {
    const count = ended.filter(({ facts }) => facts.gate === verdict).length;
    return count === 0 ? [] : [{ count, words: count === 1 ? one : more }];
  });
  const [only] = found;
  if (only === undefined) return refused;
  const again = ended.filter(({ facts }) => facts.recalibrated !== undefined).length;
  if (ended.length === 1)
    return [`${again === 1 ? "A recalibration" : "A training"} ${only.words}.`, ...refusal(ended), ...refused];
  const parts = found.map(({ count, words }) => `${count} ${words}`);
  const alone = again === 0 ? "" : `, ${again} of a calibration alone`;
  return [`${ended.length} trainings${alone}: ${parts.join(", ")}.`, ...refusal(ended), ...refused];
}

function wordNotRecalibrated(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `${count === 1 ? "A recalibration was" : `${count} recalibrations were`} tried, and could not be: nothing was made.`,
  ];
}

function refusal(ended: readonly Run[]): readonly string[] {
  const reasons = ended.findLast(({ facts }) => facts.gate === "refuse")?.facts.gateReasons;
  const messages = (Array.isArray(reasons) ? reasons : []).flatMap((one: unknown) =>
    isObject(one) && one.finding === "refuse" && typeof one.message === "string" ? [one.message] : [],
  );
  return messages.length === 0 ? [] : [`The gate had against it: ${messages.join(" ")}`];
}

type Teller = (event: HistoryEvent) => string;

const because = ({ why }: HistoryEvent): string => (why === "" ? "" : `: ${stopless(why)}`);

/** The events that a later decision may rest on; the others are for the list. */
const TOLD: Readonly<Record<string, Teller>> = {
  "experiment.started": (event) => `The experiment \`${event.subject}\` was started${because(event)}.`,
  "experiment.stopped": (event) =>
    `The experiment \`${event.subject}\` ended and kept \`${String(event.facts?.keep ?? "")}\`${because(event)}.`,
  "gate.overridden": (event) =>
    `${String(event.facts?.approvedBy ?? event.by)} released what the gate had not passed${because(event)}.`,
  "plan.rolled-back": (event) => `What was served was rolled back${because(event)}.`,
  "release.check-failed": (event) => `A release failed its check${because(event)}.`,
  "release.refused": (event) => `A server refused a release${because(event)}.`,
  "weights.undone": (event) => `The weights were put back${because(event)}.`,
  "alert.raised": (event) => `An alert was raised about ${event.subject}${because(event)}.`,
};

function told(event: HistoryEvent): readonly string[] {
  const teller = Object.hasOwn(TOLD, event.what) ? TOLD[event.what] : undefined;
  return teller === undefined ? [] : [teller(event)];
}

function stopless(text: string): string {
  return text.replace(/\.$/, "");
}
