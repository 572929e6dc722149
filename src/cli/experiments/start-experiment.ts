import { balancedSalt, hasSteadyArms, wordSpan } from "../../experiment/index.ts";
import type { Clock } from "../../kernel/index.ts";
import {
  type Allocation,
  type ComparedArm,
  type ExperimentTerms,
  experimentPlan,
  experimentSalt,
  freeRange,
  initialPlan,
  type Registry,
  type Release,
  restOf,
  type TrafficPlan,
} from "../../registry/index.ts";
import type { Journal } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Answer } from "../calling/command.ts";
import { entriesOf, newestDecisions } from "../decisions/read-journal.ts";
import { percent } from "../releases/percent.ts";
import { planChange } from "../releases/plan-view.ts";
import { chosenRelease, registerRelease } from "../releases/release-models.ts";
import { controlWord, releaseWords, servedRelease } from "./default-control.ts";
import {
  balanceUnknown,
  canaryGrowing,
  designUnfit,
  experimentRunning,
  namespaceFull,
  releasesAlike,
} from "./experiment-errors.ts";
import { noteStart } from "./experiment-record.ts";
import { type AskedArm, type AskedDesign, askedDesign, type StartOptions } from "./start-request.ts";

/** Where an experiment begins. */
export interface StartDeps {
  readonly registry: Registry;
  readonly clock: Clock;
  /** Who was decided about, for a split that is to be balanced. */
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

/**
 * Gives releases to parts of the entities, at random and sticky, beside the experiments that run, and keeps what was planned.
 * Throws `cli.usage`, `cli.input.experiment-running`, `-canary-growing`, `-design-unfit`, `-namespace-full`, and what
 * {@link chosenRelease} throws.
 */
export async function startExperiment(
  system: SystemDefinition,
  options: StartOptions,
  deps: StartDeps,
): Promise<Answer> {
  const { registry } = deps;
  // What was asked wrongly is refused before anything is looked up.
  askedDesign(options);
  const before = (await registry.currentPlan(system.name)) ?? (await initialPlan(system, registry));
  checkFit(system, options, before);
  const served = await servedRelease(before, registry);
  const word = await controlWord(system, options, { registry, served });
  const asked = askedDesign({ ...options, control: word ?? undefined });
  const arms = await armsFor(system, asked, { registry, served: served?.id ?? "", before, name: options.name });
  const control = word ?? wordServed(options, served);
  checkApart(arms, { design: options.design, control });
  const terms = await termsFor(system, { options, asked, before, arms }, deps);
  const rest = restOf(before) ?? servedBy(arms[0]?.release ?? "");
  const planned = experimentPlan(system, before, { comparison: { terms, arms }, rest });
  const why = options.why ?? "started from the command line";
  const plan = await registry.changePlan(system.name, before.version, { ...planned, why });
  const { name, design, units = null, traffic } = options;
  const facts = { design, ...wordArms(asked, control), units, traffic, namespace: terms.namespace };
  await noteStart(registry, { system: system.name, name, why, ...facts });
  return planChange(registry, {
    title: `Started the experiment ${name}`,
    summary: [
      wordLot(terms),
      ...(traffic < 1 ? [`${percent(traffic)} of the entities take part; the others are served as before.`] : []),
      ...wordControl(options, { word, control }),
      ...(hasSteadyArms(design) ? [wordSize(units)] : []),
      `\`alidade experiment read\` tells what it shows; \`alidade rollback ${system.name}\` undoes it.`,
    ],
    before: before.allocations,
    after: plan.allocations,
    json: { system: system.name, experiment: name, ...facts, plan },
  });
}

const servedBy = (release: string): Allocation => ({ arm: "champion", release, share: 1, purpose: "champion" });

function checkFit(system: SystemDefinition, { name, design }: StartOptions, before: TrafficPlan): void {
  const { allocations, experiments = [] } = before;
  const isOwn = (one: Allocation): boolean => experiments.some((terms) => terms.name === one.experiment);
  const old = allocations.find((one) => one.experiment !== undefined && !isOwn(one))?.experiment;
  const twin = experiments.find((one) => one.name === name)?.name;
  const running = old ?? twin;
  if (running !== undefined) throw experimentRunning({ name: running, system: system.name });
  if (allocations.some(({ purpose }) => purpose === "canary")) throw canaryGrowing({ system: system.name });
  const ranks = system.policy.policy === "rank-by";
  if (design === "interleaving" && !ranks)
    throw designUnfit({ design, why: `merges two orders, and "${system.name}" does not rank` });
}

/** Two releases that are asked in one decision. */
function checkApart(
  arms: readonly ComparedArm[],
  { design, control }: { readonly design: string; readonly control: string },
): void {
  if (arms.some(({ release, beside }) => release === beside)) throw releasesAlike({ design, release: control });
}

interface ArmDeps {
  readonly registry: Registry;
  /** The release that is served now. */
  readonly served: string;
  readonly before: TrafficPlan;
  readonly name: string;
}

/** The arms with their releases registered; their names are the experiment's where another has them already. */
async function armsFor(
  system: SystemDefinition,
  { arms }: AskedDesign,
  { registry, served, before, name }: ArmDeps,
): Promise<readonly ComparedArm[]> {
  const taken = new Set(before.allocations.map(({ arm }) => arm));
  const ids = new Map<string | null, string>([[null, served]]);
  for (const word of new Set(arms.flatMap(({ serves, beside = null }) => [serves, beside])))
    if (word !== null) ids.set(word, await releaseFor(system, word, registry));
  const isTaken = arms.some(({ arm }) => taken.has(arm));
  return arms.map(({ arm, serves, beside, share, delayMs, heldBack }): ComparedArm => {
    const other = beside === undefined ? undefined : ids.get(beside);
    return {
      arm: isTaken ? `${name}/${arm}` : arm,
      release: ids.get(serves) ?? served,
      share,
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(other === undefined ? {} : { beside: other }),
      ...(heldBack === true ? { purpose: "holdback" as const } : {}),
    };
  });
}

async function releaseFor(system: SystemDefinition, word: string, registry: Registry): Promise<string> {
  const chosen = await chosenRelease(system, [word], registry);
  return registerRelease(system, { ...chosen, why: "for an experiment" }, registry);
}

interface TermsCase {
  readonly options: StartOptions;
  readonly asked: AskedDesign;
  readonly before: TrafficPlan;
  readonly arms: readonly ComparedArm[];
}

async function termsFor(
  system: SystemDefinition,
  { options, asked, before, arms }: TermsCase,
  { registry, clock, ...past }: StartDeps,
): Promise<ExperimentTerms> {
  const { name, design, traffic } = options;
  const namespace = options.namespace ?? before.experiments?.[0]?.namespace ?? system.name;
  const taken = await registry.takenIn(namespace);
  const range = freeRange(taken, traffic);
  if (range === undefined) throw namespaceFull({ namespace, asked: traffic, others: taken });
  const { switchback, stepped, stretchMs, control } = asked;
  const from = clock.now();
  return {
    name,
    design,
    namespace,
    ...range,
    salt: await saltFor(system, { options, arms }, past),
    control: arms.find(({ arm }) => arm === control || arm === `${name}/${control}`)?.arm ?? control,
    ...(switchback === undefined ? {} : { switchback: { from, ...switchback } }),
    ...(stepped === undefined ? {} : { stepped: { from, ...stepped } }),
    ...(stretchMs === undefined ? {} : { stretchMs }),
  };
}

/** The experiment's salt; where it is to be balanced, the best of several for the entities that are known. */
async function saltFor(
  system: SystemDefinition,
  { options: { name, balance }, arms }: Pick<TermsCase, "options" | "arms">,
  { journal, signal }: Pick<StartDeps, "journal" | "signal">,
): Promise<string> {
  const salt = experimentSalt(system.name, name);
  if (balance === undefined) return salt;
  if (system.contract.fields[balance] === undefined) throw balanceUnknown({ system: system.name, field: balance });
  const decisions = await newestDecisions(entriesOf(journal, signal), { limit: MOST_KNOWN, system: system.name });
  const strata = new Map(
    decisions.map(({ subject = "", body }) => [subject, String(body.given[balance] ?? "missing")]),
  );
  const units = [...strata].map(([entity, stratum]) => ({ entity, stratum }));
  return balancedSalt(units, { salt, shares: arms });
}

/** The newest decisions whose entities a split is balanced on. */
const MOST_KNOWN = 5_000;

/** What was asked for, for the history. */
function wordArms(
  { arms, control }: AskedDesign,
  controlWords: string,
): { control: string; treatment: string; share: number } {
  const words = ({ serves, beside }: AskedArm): string => beside ?? serves ?? "what was served";
  const base = arms.find(({ arm }) => arm === control);
  const others = arms.filter(({ arm }) => arm !== control);
  const treatments = others.length > 0 ? others : arms;
  return {
    control: base?.serves ?? controlWords,
    treatment: [
      ...new Set(treatments.map((one) => (others.length > 0 ? (one.serves ?? "what was served") : words(one)))),
    ].join(", "),
    share: others.reduce((sum, { share }) => sum + share, 0),
  };
}

function wordLot({ design, switchback, stepped }: ExperimentTerms): string {
  if (switchback !== undefined)
    return `The arms take turns of ${wordSpan(switchback.blockMs)}: everybody gets the same, and chance decides the order.`;
  if (stepped !== undefined) {
    const steps = stepped.steps.map(percent).join(", ");
    return `${steps} of those who take part, each for ${wordSpan(stepped.everyMs)}: chance decides who goes first, and nobody goes back.`;
  }
  if (design === "interleaving")
    return "Both releases fill every list together, and each is credited with what comes of its picks.";
  return "Each entity gets one arm by lot and keeps it.";
}

/** What is served now, as the history tells it: of designs that compare it with nothing else there is no more to say. */
function wordServed({ treatment = [] }: StartOptions, served: Release | undefined): string {
  return treatment.length === 0 || served === undefined ? "what was served" : releaseWords(served);
}

/** What the treatment is held against, where nobody named it. */
function wordControl(
  { control: named, treatment = [] }: Pick<StartOptions, "control" | "treatment">,
  { word, control }: { readonly word: string | null; readonly control: string },
): readonly string[] {
  if (named !== undefined || treatment.length === 0) return [];
  const is = word === null ? `what is served now (${control})` : "the rule";
  return [`The control is ${is}; \`--control\` names another.`];
}

function wordSize(units: number | null): string {
  return units === null
    ? "No size was planned (`--units`), so the interval that holds however often one looks will decide."
    : `Planned for ${units.toLocaleString("en-US")} entities; once they are counted, the interval for one look decides.`;
}
