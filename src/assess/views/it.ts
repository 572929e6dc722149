import { fieldsOf } from "../../features/index.ts";
import {
  type Document,
  formatBytes,
  formatDuration,
  formatNumber,
  type KeyValue,
  keyValues,
  quantity,
  type Section,
  words,
} from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { briefOf } from "../brief/brief-sections.ts";
import { feasibilitySection, gapWords } from "../feasibility/feasibility-sections.ts";
import type { NeedArea } from "../feasibility/need.ts";
import { counted, stopless, wordCount, wordNames, wordShare } from "../words.ts";
import type { Gist } from "./gist.ts";
import { plainVerdict } from "./plain-verdict.ts";
import { decidedBy } from "./shared-sentences.ts";
import { sentences } from "./view.ts";

const AREAS: readonly NeedArea[] = ["infrastructure", "deployment", "scale", "algorithm"];

/** For whoever runs it: what must run, how much of it, what it reads, and how it fails. */
export function itView(gist: Gist): Document {
  const { assessment, system } = gist;
  return {
    title: `${system.name}: what has to run`,
    subtitle: "For those who run it. Assessed before anything is built.",
    summary: [runWords(system), ...gapWords(assessment.needs.filter(({ area }) => AREAS.includes(area)))],
    verdict: plainVerdict(assessment),
    sections: [
      sizeSection(gist),
      requiredSection(system),
      readSection(system),
      ...feasibilitySection(assessment.needs, AREAS),
      ...sentences("What you decide", decisions(gist)),
      ...sentences("What you must watch", watching(system)),
      ...sentences("How it fails", failures(system)),
      ...sentences("What is assumed", assumptions(gist)),
    ],
  };
}

type Required = NonNullable<Extract<SystemDefinition["objective"], { stated: true }>["requirements"]>;

function requirementsOf({ objective }: SystemDefinition): Required {
  return (objective.stated ? objective.requirements : undefined) ?? {};
}

function runWords(system: SystemDefinition): string {
  const heads = Object.keys(system.heads).length;
  const models =
    heads === 0
      ? "the rule alone, no model"
      : `${counted(heads, "model")} and the rule that stands in for ${heads === 1 ? "it" : "them"}`;
  return `One Node process that answers, with ${models}; a training run now and then; a state directory with a registry and a journal.`;
}

function sizeSection({ assessment: { footprint }, perDay }: Gist): Section {
  const { fit, decision, modelBytes } = footprint;
  const unmeasured = words("not measured", { tone: "unknown" });
  const entries: readonly KeyValue[] = [
    {
      name: "Rows",
      value: wordCount(footprint.rows),
      note: `${counted(footprint.features, "feature")}, ${formatBytes(footprint.tableBytes)} in memory while learning; measured.`,
    },
    {
      name: "One fit",
      value: fit === null ? unmeasured : formatDuration(fit.seconds * 1_000),
      note:
        fit === null
          ? "Nothing was fitted, or no clock ran."
          : `Small trees on ${counted(fit.rows, "row")}, measured here. A training fits several times, and larger models.`,
    },
    {
      name: "A model",
      value: modelBytes === null ? unmeasured : quantity(modelBytes, "bytes"),
      note: "Of the quick fit, as a file; measured.",
    },
    {
      name: "Scoring one decision",
      value:
        decision === null
          ? unmeasured
          : `${milliseconds(decision.medianMs)} in the middle, ${milliseconds(decision.p99Ms)} at p99`,
      note:
        decision === null
          ? "Nothing was fitted, or no clock ran."
          : `Over ${counted(decision.decisions, "decision")} on one core, measured here; features, journal and network come on top.`,
    },
    {
      name: "Decisions a day",
      value: perDay === null ? words("not known", { tone: "unknown" }) : wordCount(Math.round(perDay)),
      note:
        perDay === null
          ? "Nobody has said."
          : "Assumed, as `perYear` in the objective; one record in the journal for each.",
    },
  ];
  return {
    title: "What it means for you: how much there is to run",
    lead: "Measured by the quick look on the machine that it ran on.",
    blocks: [keyValues(entries)],
  };
}

function milliseconds(ms: number): string {
  return `${formatNumber(Number(ms.toPrecision(2)), "number")} ms`;
}

function requiredSection(system: SystemDefinition): Section {
  const { realTime, batch, peakPerSecond, retrain, keep = {}, runsOn, regulated } = requirementsOf(system);
  const silent = words("nobody has said", { tone: "unknown" });
  const kept = Object.entries(keep).map(([what, long]) => `${what} ${long}`);
  const answers = [
    ...(realTime === undefined ? [] : [`at once, within ${realTime.p99Ms} ms at p99`]),
    ...(batch === undefined ? [] : [`in files, every ${batch.every}`]),
  ];
  return {
    title: "What must run",
    lead: "As required in the objective.",
    blocks: [
      keyValues([
        { name: "Answers", value: answers.length === 0 ? silent : answers.join("; ") },
        {
          name: "At the busiest",
          value: peakPerSecond === undefined ? silent : `${counted(peakPerSecond, "decision")} a second`,
        },
        { name: "Trained anew", value: retrain === undefined ? silent : `every ${retrain} at the latest` },
        { name: "Kept", value: kept.length === 0 ? silent : kept.join(", ") },
        { name: "Where", value: runsOn ?? silent },
        ...(regulated === undefined ? [] : [{ name: "Falls under", value: regulated }]),
      ]),
    ],
  };
}

function readSection({ source, streams, contract, features, time }: SystemDefinition): Section {
  const fields = Object.entries(contract.fields);
  const personal = fields.filter(([, field]) => field.personal !== undefined).map(([name]) => name);
  const read = new Set(Object.values(features).flatMap(fieldsOf));
  return {
    title: "What it reads",
    blocks: [
      keyValues([
        { name: "Rows to learn from", value: `${source.source} ${source.path}` },
        ...Object.entries(streams).map(([name, stream]) => ({
          name: `Events: ${name}`,
          value: `${stream.source.source} ${stream.source.path}`,
        })),
        {
          name: "Fields",
          value: `${wordCount(read.size)} of ${wordCount(fields.length)}`,
          note: "Looked at by features, of those in the contract.",
        },
        {
          name: "Personal data",
          value: wordCount(personal.length),
          note: personal.length === 0 ? "No field is declared as such." : `${wordNames(personal, 10)}.`,
        },
        { name: "The time of a row", value: time ?? words("none declared", { tone: "unknown" }) },
      ]),
    ],
  };
}

function decisions(gist: Gist): readonly string[] {
  const { retrain, runsOn } = requirementsOf(gist.system);
  return [
    runsOn === undefined ? "Where it runs: nobody has said." : `Which machines: it is to run on ${runsOn}.`,
    retrain === undefined
      ? "How often it is trained anew: nobody has said."
      : `When in the ${retrain} it is trained anew.`,
    "Who may release, read and change what: every caller needs a token with a role.",
    "Where the state directory is backed up to, and how often.",
    ...decidedBy(gist, "IT"),
  ];
}

function watching({ objective, contract }: SystemDefinition): readonly string[] {
  const limits = objective.guardrails.map(({ p99Ms }) => `Latency at p99, against ${p99Ms} ms.`);
  const fresh = contract.fresh === undefined ? [] : [`That the newest row is no older than ${contract.fresh.within}.`];
  return [
    ...limits,
    ...fresh,
    "The share of decisions that a fallback answered.",
    `The share of rows that break the contract: a run stops beyond ${wordShare(contract.quarantine.maxShare)}.`,
    "Room on the disk: the journal grows with every decision.",
  ];
}

function failures(system: SystemDefinition): readonly string[] {
  const silent = (briefOf(system.objective).ifWrong ?? []).filter(({ of }) => of === "no answer");
  return [
    "A model that is late, missing or broken: the rule answers, the record says so, and callers get no error because of it.",
    "A value that is missing or out of reach: the decision is made without it and flagged.",
    "Rows that break the contract: set aside with the reason, and none is lost.",
    "A source that does not come: training stops, and what was released goes on answering.",
    ...silent.map(({ follows, severity }) => `No answer at all (${severity}): ${stopless(follows)}.`),
  ];
}

function assumptions({ system, assessment: { footprint } }: Gist): readonly string[] {
  const { peakPerSecond } = requirementsOf(system);
  const { perYear } = system.objective;
  return [
    ...(perYear === undefined ? [] : [`${wordCount(perYear)} decisions a year.`]),
    ...(peakPerSecond === undefined ? [] : [`No more than ${wordCount(peakPerSecond)} a second.`]),
    ...(footprint.decision === null ? [] : ["That the machine it runs on is like the one that measured."]),
    "That a full training's model is not much larger than the quick fit's: `alidade train` measures it.",
  ];
}
