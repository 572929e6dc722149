import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  callout,
  estimate,
  formatNumber,
  intervalPlot,
  list,
  paragraph,
  quantity,
  type Section,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import { scaleOf } from "../report-sections.ts";
import { wordCount, wordGain, wordNames } from "../words.ts";
import type { OnNewClass } from "./framing.ts";
import type { FramingRace, RacedFraming } from "./race.ts";

/** The race of framings as a section: who earns what on the same decisions, and what each asks for. */
export function framingSection(race: FramingRace): Section {
  const title = "Stated in another way";
  if (race.refused !== null) return { title, blocks: [callout("note", race.refused)] };
  return {
    title,
    lead: `The same problem as something else to learn, on the same ${wordCount(race.decisions)} unseen decisions (${race.split}), priced by the declared objective.`,
    blocks: [
      callout("note", choiceSentence(race)),
      moneyTable(race),
      moneyPlot(race),
      servingTable(race),
      keepingTable(race),
      ...newClassBlocks(race),
      ...untriedBlocks(race),
    ],
  };
}

/** Which framing is recommended and why, or that they cannot be told apart and what then decides. */
export function choiceSentence(race: FramingRace): string {
  const { choice, currency, framings } = race;
  const slow =
    choice.tooSlow.length === 0 ? "" : ` Too slow for the declared latency, and left out: ${quoted(choice.tooSlow)}.`;
  if (choice.verdict === "refused") return `No framing is fast enough.${slow}`;
  const { closest } = choice;
  if (closest === null) return `Nothing else could be tried beside “${choice.recommended}”.${slow}`;
  const ahead = wordGain(closest.gain, currency);
  if (choice.recommended !== null)
    return `“${choice.recommended}” earns more than every other framing: ${ahead} more than “${closest.name}”, which comes closest.${slow}`;
  const simplest = framings.find(({ name }) => name === choice.simplest);
  const why = simplest === undefined ? "" : ` Of these “${simplest.name}” asks least: ${wordEffort(simplest)}.`;
  const others = framings.filter(({ name }) => !choice.alike.includes(name) && !choice.tooSlow.includes(name));
  const less = others.length === 0 ? "" : ` Shown to earn less: ${quoted(others.map(({ name }) => name))}.`;
  return `${together(choice.alike)} cannot be told apart: the first is ahead of “${closest.name}” by ${ahead}.${why}${less}${slow}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(", ");
}

function together(names: readonly string[]): string {
  return names.length < 2 ? quoted(names) : `${quoted(names.slice(0, -1))} and ${quoted(names.slice(-1))}`;
}

const NEW_CLASS: Readonly<Record<OnNewClass, Value>> = {
  retrain: words("train again, output changes", { tone: "bad" }),
  "retrain-one": words("one more model", { tone: "unknown" }),
  served: words("served at once", { tone: "good" }),
  "no-classes": "has none",
};

function wordEffort({ onNewClass, costs }: RacedFraming): string {
  const often = `${formatNumber(costs.predictions, "number")} ${costs.predictions === 1 ? "prediction" : "predictions"} a request`;
  const trained = onNewClass === "retrain" || onNewClass === "retrain-one" ? ", trained for each new class" : "";
  return `${often}${trained}, ${formatNumber(1_000 * costs.trainSeconds, "duration")} to train`;
}

function moneyTable(race: FramingRace): Block {
  const { times, per } = scaleOf(...race.framings.map(({ perDecision }) => perDecision));
  const shown = moneyIn(race, times);
  return table(
    ["Framing", `Money ${per}`, "More than as declared", "More than the rule"],
    race.framings.map(({ name, perDecision, overDeclared, overRule }) => [
      capitalised(name),
      shown(perDecision),
      overDeclared === null ? "" : shown(overDeclared, true),
      shown(overRule, true),
    ]),
  );
}

function moneyIn({ currency, basis }: FramingRace, times: number): (found: Estimated, signed?: boolean) => Value {
  return (found, signed = false) =>
    isInsufficient(found)
      ? found
      : estimate(
          mapEstimate(found, (amount) => amount * times),
          { currency },
          { basis, ...(signed ? { signed } : {}) },
        );
}

function moneyPlot({ framings, currency }: FramingRace): Block {
  const { times, per } = scaleOf(...framings.map(({ perDecision }) => perDecision));
  const others = framings.filter(({ overDeclared }) => overDeclared !== null);
  return intervalPlot({
    title: `Money ${per} more than as declared`,
    value: { label: `Money ${per}`, unit: { currency } },
    items: others.map(({ name, overDeclared }) => ({
      name: capitalised(name),
      estimate:
        overDeclared === null || isInsufficient(overDeclared)
          ? { value: 0, low: 0, high: 0 }
          : mapEstimate(overDeclared, (amount) => amount * times),
    })),
    reference: { at: 0, label: "as declared" },
  });
}

function servingTable({ framings }: FramingRace): Block {
  return table(
    ["Framing", "A new class is", "Predictions", "Scoring, p99", "A request"],
    framings.map(({ name, onNewClass, costs }) => [
      capitalised(name),
      NEW_CLASS[onNewClass],
      quantity(costs.predictions, "number"),
      quantity(costs.p99Ms, "duration"),
      quantity(costs.requestBytes, "bytes"),
    ]),
    { caption: "Of one request: how often a model is asked, how long that takes, how much is sent" },
  );
}

function keepingTable({ framings }: FramingRace): Block {
  return table(
    ["Framing", "Learned", "Models", "Training", "Upkeep"],
    framings.map(({ name, task, costs, upkeep }) => [
      capitalised(name),
      task,
      quantity(costs.modelBytes, "bytes"),
      quantity(1_000 * costs.trainSeconds, "duration"),
      upkeep,
    ]),
    {
      caption: "To keep it: the models' size, how long all fits of this race took, and what somebody has to look after",
    },
  );
}

function newClassBlocks(race: FramingRace): readonly Block[] {
  const { newClasses, framings } = race;
  if (newClasses === null) return [];
  if (newClasses.decisions === 0)
    return [
      paragraph(
        "No class in the judged decisions was new to what was learned from, so that what a new one costs was not measured.",
      ),
    ];
  const { times, per } = scaleOf(
    ...framings.map(({ onNewClasses }) => onNewClasses ?? { value: 0, low: 0, high: 0, level: 0.95 }),
  );
  const shown = moneyIn(race, times);
  return [
    paragraph(
      `In ${wordCount(newClasses.decisions)} judged decisions the truth is a class that was not there to learn from: ${wordNames(newClasses.names)}.`,
    ),
    table(
      ["Framing", `Money ${per}, where the class is new`],
      framings.map(({ name, onNewClasses }) => [capitalised(name), onNewClasses === null ? "" : shown(onNewClasses)]),
    ),
  ];
}

function untriedBlocks({ untried, sampledRows }: FramingRace): readonly Block[] {
  const why = untried.map((one) => `Not tried: ${one.name}, because ${one.why}.`);
  const sampled = sampledRows === null ? [] : [`On a sample of ${wordCount(sampledRows)} rows.`];
  const all = [...why, ...sampled];
  return all.length === 0 ? [] : [list(all)];
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
