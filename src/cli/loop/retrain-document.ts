import type { Block, Document } from "../../report/index.ts";
import type { Trigger } from "../../system/index.ts";
import { type Looked, type Loop, type LoopBook, type LoopEnd, underWay, wordRepair } from "../../watch/index.ts";
import { shortTime } from "../output/listing.ts";
import { percent } from "../releases/percent.ts";
import type { LoopCall } from "./loop-call.ts";
import { type Next, wordNext } from "./when-next.ts";
import { type GoesOn, wordGoesOn } from "./who-goes-on.ts";

interface Shown {
  readonly call: LoopCall;
  readonly book: LoopBook;
  readonly looked: Looked;
  /** Who goes on with the loop; null where none is under way. */
  readonly goesOn: GoesOn | null;
  readonly next: Next | null;
  /** Why alarms that a trigger waits for begin nothing. */
  readonly silent: readonly string[];
  /** Where no trained model serves: the run whose model the gate did not let pass. */
  readonly unserved: string | undefined;
  readonly preview: string | undefined;
  readonly done: readonly string[];
  /** The system file, as it is shown. */
  readonly file: string;
}

/** Where a loop stands, what it did, whether it is time for the next one, and what may be said to it. */
export async function retrainDocument(shown: Shown): Promise<Document> {
  const { call, book, looked, goesOn, preview, done, file, next, silent, unserved } = shown;
  const { list, table } = await import("../../report/index.ts");
  const loop = book.loop;
  const lines = (loop?.lines ?? []).map(({ what, at, says }) => [shortTime(at), what.replace("retrain.", ""), says]);
  const did: readonly Block[] = [table(["When, UTC", "Step", "What came of it"], lines)];
  return {
    title: `Retraining of ${call.system.name}`,
    verdict: verdictOf(book),
    summary: [
      ...done,
      ...(preview === undefined ? [] : [`Next: ${preview}`, "Nothing was changed."]),
      ...wordTime(looked, book),
      ...(unserved === undefined ? [] : [`The gate did not let pass what ${unserved} trained.`]),
      ...silent,
      ...wordNext(next, { book, looked }, file),
      ...wordAsked(loop, file),
      ...(goesOn === null || loop?.asks != null ? [] : [wordGoesOn(goesOn, file)]),
    ],
    sections: [
      ...(loop === null ? [] : [{ title: `Loop ${loop.number}: ${loop.why.join("; ")}`, blocks: did }]),
      {
        title: looked.isDeclared ? "What makes it retrain" : "What would be proposed",
        blocks: [list(wordRetrain(call))],
      },
    ],
  };
}

const TONES: Readonly<Record<LoopEnd, "good" | "bad" | "neutral">> = {
  champion: "good",
  unproven: "neutral",
  refused: "neutral",
  insufficient: "neutral",
  superseded: "neutral",
  stopped: "neutral",
  "rolled-back": "bad",
  "fell-back": "bad",
  failed: "bad",
};

function verdictOf(book: LoopBook): NonNullable<Document["verdict"]> {
  const { loop, stopped } = book;
  const running = underWay(book);
  if (running !== undefined)
    return { tone: "neutral", text: `Loop ${running.number} is at the stage \`${running.stage}\`: ${running.says}` };
  if (stopped !== null) return { tone: "bad", text: `Stopped: ${stopped.why}` };
  if (loop?.end == null) return { tone: "neutral", text: "No loop has begun yet." };
  const { kind, why } = loop.end;
  return { tone: TONES[kind], text: `Loop ${loop.number} ended, ${kind.replace("-", " ")}: ${why}` };
}

function wordTime({ why, may, repair, isDeclared }: Looked, { stopped }: LoopBook): readonly string[] {
  // Of what was stopped it is told that none begins by itself.
  if (why.length === 0) return stopped === null ? ["No trigger is due."] : [];
  const held = may?.may === false ? ` It does not begin: ${may.why}.` : "";
  const proposes = isDeclared ? held : " Nothing begins by itself, because the system file declares no `retrain`.";
  return [`It is time to retrain: ${why.join("; ")}. In a loop ${wordRepair(repair)}.${proposes}`];
}

function wordAsked(loop: Loop | null, file: string): readonly string[] {
  if (loop?.end != null || loop?.asks == null) return [];
  const [first = ""] = loop.asks;
  return [`\`alidade retrain ${file} --approve ${JSON.stringify(first)}\` says yes; \`--stop\` says no.`];
}

function wordRetrain({ retrain }: LoopCall): readonly string[] {
  const { when, coolDown, budget, approval, canary, prove, test, recalibrate } = retrain;
  const asks =
    approval === undefined ? [] : [`${approval.by.join(" or ")} must say yes before the stage \`${approval.before}\`.`];
  return [
    ...when.map(wordTrigger),
    ...(recalibrate
      ? ["Where calibration alone may be off, that is learned anew first; where that is not enough, it trains."]
      : []),
    `At most ${budget.perMonth} loops a month, ${coolDown} apart, each training within ${budget.minutes} minutes.`,
    `A canary of ${canary.ramp.map(percent).join(", ")}, each for ${canary.dwell} and ${canary.least} decisions.`,
    {
      experiment: `Proven by an A/B test of at most ${test.longest}.`,
      holdback: `Proven against a small part that keeps what was served, for at most ${test.longest}.`,
      skip: "Not proven: the objective allows what is unproven.",
    }[prove],
    ...asks,
  ];
}

const WORDS: { readonly [T in Trigger["on"]]: (trigger: Extract<Trigger, { readonly on: T }>) => string } = {
  schedule: ({ every }) => `Every ${every}.`,
  data: ({ share, rows }) =>
    `When ${share === undefined ? (rows ?? 0).toLocaleString("en-US") : percent(share)} more outcomes are known.`,
  alarm: ({ kinds }) => `On alarms: ${kinds.join(", ")}.`,
  quality: ({ heads }) => `When ${heads.length === 0 ? "a head" : heads.join(" or ")} does worse than it was judged.`,
  value: () => "When decisions earn too little.",
  objective: () => "When the objective changes.",
  requirement: () => "When the objective requires a younger model.",
};

function wordTrigger(trigger: Trigger): string {
  return (WORDS[trigger.on] as (trigger: Trigger) => string)(trigger);
}
