import {
  type DesignReading,
  experimentJson,
  hasSteadyArms,
  journalReport,
  pricedDecisions,
  readDesign,
  readInterleaving,
  readingSection,
  wantedEntries,
} from "../../experiment/index.ts";
import { known, milliseconds } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import type { ExperimentTerms } from "../../registry/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import { entriesOf } from "../decisions/read-journal.ts";
import { type ExperimentPlanned, plannedAs, type ReadDeps, type ReadOptions, readOut } from "./read-out.ts";

/** What an experiment came to. */
export interface ExperimentRead extends Answer {
  /** Whether its split is broken, so that nothing can be concluded. */
  readonly invalid: boolean;
}

/**
 * The readout of an experiment, as of now, by its design and by the size that was planned at its start. Throws
 * `cli.input.experiment-unknown`.
 */
export async function readExperiment(
  system: SystemDefinition,
  options: ReadOptions,
  deps: ReadDeps,
): Promise<ExperimentRead> {
  const planned = await plannedAs(deps.registry, system.name, options.name);
  const { plan, terms } = planned;
  const reading = terms === undefined ? undefined : await designReading(system, { terms, plan, options }, deps);
  if (reading !== undefined && !hasSteadyArms(reading.design)) return readingAlone(reading, system);
  return await withArms(system, { ...planned, options, reading }, deps);
}

interface ReadCase extends ExperimentPlanned {
  readonly terms: ExperimentTerms;
  readonly options: ReadOptions;
}

/** What the design tells; undefined where that is what its arms tell. */
async function designReading(
  system: SystemDefinition,
  { terms, plan, options }: ReadCase,
  { journal, signal, clock }: ReadDeps,
): Promise<DesignReading | undefined> {
  const { name } = terms;
  const request = {
    system,
    entries: entriesOf(journal, signal),
    wanted: ({ body }: DecisionRecord) => body.experiment === name,
    now: clock.now(),
    early: options.early,
  };
  const outcome = known(targetsOf(system)[0], "a system with an outcome");
  const within = milliseconds(known(system.outcomes[outcome], `the outcome ${outcome}`).within);
  if (terms.design === "interleaving")
    return readInterleaving({ experiment: name, ...(await wantedEntries(request)), outcome, within });
  if (terms.design === "ab") return undefined;
  return readDesign({
    terms,
    arms: plan.allocations.filter(({ experiment }) => experiment === name),
    priced: await pricedDecisions(request),
    currency: system.objective.currency,
    until: request.now - (options.early ? 0 : within),
  });
}

function unitOf({ design }: DesignReading, { objective }: SystemDefinition): "number" | { readonly currency: string } {
  return design === "interleaving" ? "number" : { currency: objective.currency };
}

/** Arms that take turns, grow or share every list are not compared entity by entity: the design alone says what they show. */
function readingAlone(reading: DesignReading, system: SystemDefinition): ExperimentRead {
  const { experiment } = reading;
  return {
    invalid: false,
    json: { experiment, currency: system.objective.currency, reading },
    document: {
      title: `Experiment ${experiment}`,
      subtitle: `${reading.design}; randomised, measured`,
      ...spoken(reading),
      sections: [readingSection(reading, unitOf(reading, system))],
    },
  };
}

interface ArmsCase extends ExperimentPlanned {
  readonly options: ReadOptions;
  readonly reading: DesignReading | undefined;
}

async function withArms(
  system: SystemDefinition,
  { reading, ...planned }: ArmsCase,
  deps: ReadDeps,
): Promise<ExperimentRead> {
  const found = await readOut(system, planned, deps);
  const wording = { currency: system.objective.currency };
  const [json, document] = [experimentJson(found, wording), journalReport(found, wording)];
  const invalid = found.whole.verdict.call === "invalid";
  if (reading === undefined) return { json, document, invalid };
  const sections = [readingSection(reading, unitOf(reading, system)), ...document.sections];
  const both = { ...document, sections, summary: [...document.summary, ...reading.remarks] };
  const told = invalid || !ANSWERS.has(reading.design) ? both : { ...both, ...spoken(reading) };
  return { json: { ...json, reading }, document: told, invalid };
}

/** Designs that ask something else than which arm to keep: what they tell is the answer. */
const ANSWERS: ReadonlySet<string> = new Set(["latency-price", "holdback"]);

function spoken({ sentence, tone, remarks }: DesignReading): Pick<Answer["document"], "verdict" | "summary"> {
  return { verdict: { tone, text: sentence }, summary: remarks };
}
