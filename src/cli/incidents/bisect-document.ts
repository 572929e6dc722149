import { isInsufficient } from "../../kernel/index.ts";
import {
  commandLine,
  type Document,
  estimate,
  formatTime,
  keyValues,
  list,
  paragraph,
  type Section,
  type Unit,
  type Value,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Bisected, Jump, VersionChange } from "../../watch/index.ts";

interface Around {
  readonly file: string;
  readonly currency: string;
  readonly good: number;
  readonly bad: number;
  /** Whether the plans are those that the decisions name, for none was in force by the clock. */
  readonly byDecisions: boolean;
  /** When the first traffic plan that is known came into force; null where none is. */
  readonly firstPlan: number | null;
}

/** A bisection for a person to read. */
export function bisectDocument(found: Bisected, around: Around): Document {
  const { file, currency, good, bad } = around;
  const { system, metric, observed, byVersions, byData, jumps, passedOver, contracts } = found;
  const unit: Unit = metric === "value" ? { currency } : metric === "acted" ? "percent" : "number";
  const shown = (one: Estimated): Value => (isInsufficient(one) ? one : estimate(one, unit, { signed: true }));
  return {
    title: `What moved the ${NAMES[metric]} of ${system}`,
    subtitle: `From ${formatTime(good)} to ${formatTime(bad)}`,
    verdict: verdictOf(found),
    summary: [
      wordPlans(found, around),
      ...(passedOver > 0
        ? [
            `${passedOver} plans between two that say the same were passed over: one may have taken back what another did.`,
          ]
        : []),
      ...(contracts === null
        ? []
        : [
            `The contract changed from ${contracts[0].slice(0, 12)} to ${contracts[1].slice(0, 12)}: what it let in before cannot be tried again.`,
          ]),
    ],
    sections: [
      {
        title: "How far",
        blocks: [
          keyValues([
            { name: "As stored", value: shown(observed) },
            {
              name: "By the versions",
              value: shown(byVersions),
              note: "the same decisions under the first and the last",
            },
            {
              name: "By the data",
              value: shown(byData),
              note: "the last version on newer decisions against older ones",
            },
          ]),
        ],
      },
      ...jumps.map((jump) => jumpSection(jump, shown)),
      nextSection(found, file, bad),
    ],
  };
}

function wordPlans({ versions, tried }: Bisected, { byDecisions, firstPlan }: Around): string {
  const since = firstPlan === null ? "this state knows none" : `the first is of ${formatTime(firstPlan)}`;
  if (versions === 0)
    return `No traffic plan was in force between these times: ${since}. What was decided then cannot be made again.`;
  if (byDecisions)
    return `No traffic plan was in force between these times (${since}), as where a past is replayed: ${versions === 1 ? "the one plan is tried" : `the ${versions} plans are tried`} that the decisions name.`;
  return versions === 1
    ? "One traffic plan was in force all the time."
    : `${versions} traffic plans were in force, of which ${tried} serve something different.`;
}

const NAMES: Readonly<Record<Bisected["metric"], string>> = {
  score: "mean score",
  acted: "share acted on",
  value: "money a decision",
  loss: "loss of the heads",
};

function verdictOf({ verdict, jumps, metric, versions }: Bisected): NonNullable<Document["verdict"]> {
  const [first] = jumps;
  const culprit = first === undefined ? "" : `${wordChanges(first)}, at plan ${first.to.version}`;
  switch (verdict) {
    case "version":
      return { tone: "bad", text: `A version moved it: ${culprit}.` };
    case "both":
      return { tone: "bad", text: `A version and the data moved it: ${culprit}.` };
    case "data":
      return {
        tone: "bad",
        text: "No version moved it: the same versions say otherwise of newer decisions. The data moved.",
      };
    case "nothing":
      return { tone: "good", text: `The ${NAMES[metric]} did not move for sure.` };
    default:
      return {
        tone: "unknown",
        text:
          versions === 0
            ? "It cannot be told: no version is known that was in force then."
            : "It cannot be told: there are too few decisions with this metric, or none can be made again.",
      };
  }
}

function wordChanges({ changes }: Jump): string {
  return changes.length === 0 ? "another order of the same parts" : changes.map(wordChange).join("; ");
}

function wordChange({ part, name, from, to, madeFrom }: VersionChange): string {
  if (part === "model")
    return `the model of ${name} went from ${from} to ${to}${madeFrom.length === 0 ? "" : ` (another ${madeFrom.join(", ")})`}`;
  return `the ${part === "traffic" ? "traffic" : part} went from ${from} to ${to}`;
}

function jumpSection(jump: Jump, shown: (found: Estimated) => Value): Section {
  const { from, to, by, changes } = jump;
  return {
    title: `Plan ${from.version} to ${to.version}`,
    lead: `${formatTime(to.at)}, by ${to.by}: ${to.why}`,
    blocks: [
      keyValues([{ name: "Moved it by", value: shown(by) }]),
      changes.length === 0 ? paragraph("The same parts serve in another way.") : list(changes.map(wordChange)),
    ],
  };
}

function nextSection({ verdict, jumps }: Bisected, file: string, bad: number): Section {
  const [first] = jumps;
  const isVersion = first !== undefined && verdict !== "data";
  const next = isVersion
    ? [
        commandLine(`alidade incident replay ${file} --under ${first.from.version}`),
        commandLine(`alidade rollback ${file} --why "…"`),
      ]
    : [commandLine(`alidade incident compare ${file} --bad ${new Date(bad).toISOString().slice(0, 10)}`)];
  return { title: "Next", blocks: next };
}
