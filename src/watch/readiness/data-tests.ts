import type { Field } from "../../data/index.ts";
import { fieldsOf } from "../../features/index.ts";
import { type ModelVersion, trainingsOf } from "../../registry/index.ts";
import { counted, outOf } from "../scorecard/cell.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { reasonsOf, servedModels } from "./evidence-parts.ts";
import { automatic, byHand, defineTest, failed, type ReadinessTest, type Tested, untested } from "./test.ts";

/** Section I of the paper: features and data. */
export const dataTests: readonly ReadinessTest[] = [
  defineTest("data.schema", "Is what the data must look like written down, and enforced?", schema),
  defineTest("data.benefit", "Does every feature bring something?", benefit),
  defineTest("data.cost", "Does no feature cost more than it brings?", cost),
  defineTest("data.demands", "Do features keep to what is demanded of them?", demands),
  defineTest("data.privacy", "Are personal data protected on all of their way?", privacy),
  defineTest("data.speed", "Can a feature be added quickly?", speed),
  defineTest("data.code", "Is the code of every feature tested?", code),
];

/** Fields that some feature reads. */
function readFields({ system }: Evidence): readonly string[] {
  const { fields } = system.contract;
  return [...new Set(Object.values(system.features).flatMap(fieldsOf))].filter((name) => fields[name] !== undefined);
}

function isBounded(field: Field | undefined): boolean {
  const rules = [field?.min, field?.max, field?.values, field?.pattern, field?.median, field?.maxLength];
  return field?.kind === "flag" || rules.some((rule) => rule !== undefined);
}

const train = ({ file }: Evidence): string => `\`alidade train ${file}\``;

function schema(evidence: Evidence): Tested {
  const { snapshots, system, file } = evidence;
  const last = snapshots.at(-1);
  if (last === undefined) return untested(`A snapshot, which is held against the contract: ${train(evidence)}.`);
  const read = readFields(evidence);
  const bounded = read.filter((name) => isBounded(system.contract.fields[name]));
  const shown = {
    says: `${counted(snapshots.length, "snapshot")} and every decision were held against the contract, which bounds ${outOf(bounded.length, read.length)} fields that features read.`,
    see: `\`alidade check ${file}\``,
    at: last.createdAt,
  };
  if (2 * bounded.length >= read.length) return automatic(shown);
  return byHand(shown, `Ranges or allowed values of the others: \`alidade contract update ${file}\` proposes them.`);
}

function benefit(evidence: Evidence): Tested {
  const told = trainingsOf(evidence.runs).filter(({ artefacts }) => artefacts.report !== undefined);
  const last = told.at(-1);
  if (last === undefined) return untested(`A training, whose page tells what each feature brings: ${train(evidence)}.`);
  const shown = {
    says: `${counted(told.length, "training")} measured what each feature brings.`,
    see: `\`alidade runs show ${last.id}\``,
    at: last.startedAt,
  };
  return told.length > 1
    ? automatic(shown)
    : byHand(shown, `It measured again, as the data change: ${train(evidence)}.`);
}

function cost(evidence: Evidence): Tested {
  const { system, file } = evidence;
  const last = trainingsOf(evidence.runs).at(-1);
  if (last === undefined) return untested(`A training, which measures how long scoring takes: ${train(evidence)}.`);
  const names = Object.keys(system.features);
  const priced = names.filter((name) => system.about?.[name]?.keep !== undefined);
  const isGuarded = system.objective.guardrails.length > 0;
  const shown = {
    says: `What it costs to keep is declared of ${outOf(priced.length, names.length)} features; the time of scoring is ${isGuarded ? "guarded" : "measured and not guarded"}.`,
    see: `\`alidade data catalog ${file}\``,
    at: last.startedAt,
  };
  if (priced.length === names.length && isGuarded) return automatic(shown);
  if (priced.length === 0 && !isGuarded)
    return failed(shown, "What features cost (`about: { name: { keep } }`), and a latency that is guarded.");
  return byHand(shown, isGuarded ? "What every feature costs to keep, in `about`." : "A guarded latency.");
}

function personalFields({ system }: Evidence): readonly string[] {
  return Object.entries(system.contract.fields).flatMap(([name, { personal }]) =>
    personal === undefined ? [] : [name],
  );
}

function demands(evidence: Evidence): Tested {
  const { system, file } = evidence;
  const last = trainingsOf(evidence.runs).at(-1);
  if (last === undefined) return untested(`A training, which looks for leaks and identifiers: ${train(evidence)}.`);
  const personal = personalFields(evidence);
  const read = readFields(evidence).filter((name) => personal.includes(name));
  const see = `\`alidade data catalog ${file}\``;
  const leaks = "No feature knows what is known only later: the contract says when each field is.";
  if (personal.length === 0)
    return byHand({ says: leaks, see, at: last.startedAt }, "Which fields are personal, in the contract: `personal`.");
  const regulated = system.objective.stated ? system.objective.requirements?.regulated : undefined;
  const says = `${leaks} Of ${counted(personal.length, "personal field")}, features read ${read.length === 0 ? "none" : read.join(", ")}.`;
  const isApproved = read.length === 0 || regulated !== undefined || wasSigned(evidence);
  const shown = { says, see, at: last.startedAt };
  return isApproved ? automatic(shown) : byHand(shown, "Somebody’s signature under the objective that uses them.");
}

function wasSigned({ history }: Evidence): boolean {
  return history.some(({ what }) => what === "objective.signed");
}

function privacy(evidence: Evidence): Tested {
  const { tokens, now, file, snapshots } = evidence;
  const personal = personalFields(evidence);
  if (snapshots.length === 0) return untested(`A snapshot, whose fields the contract judges: ${train(evidence)}.`);
  if (personal.length === 0) return untested("Which fields are personal, in the contract: `personal`.");
  const valid = tokens.filter(({ revoked, expiresAt }) => !revoked && (expiresAt === null || expiresAt > now));
  const shown = {
    says: `${counted(personal.length, "field")} are marked as personal; ${counted(valid.length, "token")} guard the servers.`,
    see: `\`alidade data catalog ${file}\``,
    at: now,
  };
  const isGuarded = valid.length > 0 && valid.every(({ expiresAt }) => expiresAt !== null);
  return isGuarded
    ? automatic(shown)
    : byHand(shown, "Tokens that expire: `alidade token create <name> --expires 90d`.");
}

const DAY = 86_400_000;
const QUICK = 7 * DAY;

/** How long it took from the first training with other features to their serving. */
function speed(evidence: Evidence): Tested {
  const { plans, releases, system } = evidence;
  const models = [...evidence.models].sort((a, b) => a.createdAt - b.createdAt);
  const changed = models.flatMap((model, i) => {
    const before = models
      .slice(0, i)
      .filter(({ head }) => head === model.head)
      .at(-1);
    return before !== undefined && featuresOf(before) !== featuresOf(model) ? [model] : [];
  });
  const served = changed.flatMap((model) => {
    const holding = releases.filter((release) => Object.values(release.models).includes(model.id)).map(({ id }) => id);
    const plan = plans.find(({ allocations }) => allocations.some(({ release }) => holding.includes(release)));
    return plan === undefined ? [] : [{ took: plan.at - model.createdAt, at: plan.at }];
  });
  const last = served.at(-1);
  if (last === undefined) return untested("Other features that were learned from, and came to serve.");
  const days = Math.max(1, Math.ceil(last.took / DAY));
  const shown = {
    says: `Changed features served ${counted(days, "day")} after they were first learned from.`,
    see: `\`alidade history ${system.name}\``,
    at: last.at,
  };
  return last.took <= QUICK ? automatic(shown) : byHand(shown, "The way of a feature into service within a week.");
}

const featuresOf = ({ lineage }: ModelVersion): string => lineage.code.features;

function code(evidence: Evidence): Tested {
  const { plans, history, system, file } = evidence;
  const models = servedModels(evidence);
  const plan = plans.at(-1);
  if (models.length === 0 || plan === undefined)
    return untested(`A release of a model, which a fresh process checks first: ${train(evidence)}.`);
  const judged = models.filter((model) => reasonsOf(model).length > 0).length;
  const caught = history.filter(({ what }) => what === "release.check-failed").length;
  const shown = {
    says: `One definition of ${counted(Object.keys(system.features).length, "feature")} made the training rows and serves; releases are asked golden questions in a fresh process, which ${caught === 0 ? "kept none" : `kept ${caught}`} from serving.`,
    see: `\`alidade release check ${file}\``,
    at: plan.at,
  };
  return judged === models.length
    ? automatic(shown)
    : byHand(shown, `Models that were judged here: ${train(evidence)}.`);
}
