import { trainingsOf } from "../../registry/index.ts";
import { counted, outOf } from "../scorecard/cell.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { type KeptReason, reasonsOf, servedModels } from "./evidence-parts.ts";
import { automatic, byHand, defineTest, failed, type ReadinessTest, type Tested, untested } from "./test.ts";

/** Section II of the paper: how models come about. */
export const modelTests: readonly ReadinessTest[] = [
  defineTest("model.reviewed", "Is what is learned reviewed, and kept in a repository?", reviewed),
  defineTest("model.correlates", "Do gains on paper come true in service?", correlates),
  defineTest("model.tuned", "Were the parameters of learning searched for?", tuned),
  defineTest("model.staleness", "Is it known what an old model costs?", staleness),
  defineTest("model.simpler", "Is no simpler model as good?", simpler),
  defineTest("model.slices", "Is it good enough for every important group?", slices),
  defineTest("model.inclusion", "Does it do right by people of every kind?", inclusion),
];

const train = ({ file }: Evidence): string => `\`alidade train ${file}\``;

function reviewed(evidence: Evidence): Tested {
  const { history, system } = evidence;
  const trainings = trainingsOf(evidence.runs);
  const last = trainings.at(-1);
  if (last === undefined) return untested(`A training in a repository: ${train(evidence)}.`);
  const clean = trainings.filter(({ provenance }) => provenance?.commit != null && provenance.dirty === false).length;
  const signed = history.findLast(({ what }) => what === "objective.signed");
  const shown = {
    says: `${outOf(clean, trainings.length)} trainings ran from a commit with nothing changed beside it; ${signed === undefined ? "nobody has" : `${signed.by} has`} signed the objective.`,
    see: `\`alidade runs ${system.name}\``,
    at: last.startedAt,
  };
  if (clean === 0) return failed(shown, "A system file that is committed before it is trained.");
  if (clean < trainings.length || signed === undefined)
    return byHand(
      shown,
      signed === undefined ? "A signature: `alidade history sign`." : "Trainings from commits alone.",
    );
  return automatic(shown);
}

/** Verdicts on what the past says of such gains are given by the gate itself, once enough of it is kept. */
function correlates({ comparisons, models, file }: Evidence): Tested {
  const proofs = comparisons.filter(({ proof }) => proof);
  const last = proofs.at(-1);
  if (last === undefined)
    return untested(`An experiment that proves what a release brings: \`alidade experiment start ${file}\`.`);
  const asked = models.filter((model) => reasonsOf(model).some(({ code }) => code === "history.forecast")).length;
  const shown = {
    says: `${counted(proofs.length, "experiment")} can be held against what the gate had promised; the gate asked them about ${outOf(asked, models.length)} models.`,
    see: "`alidade experiments rate`",
    at: last.until,
  };
  return asked > 0 ? automatic(shown) : byHand(shown, "Enough experiments for the gate to learn from: five or so.");
}

function tuned({ runs, system, file }: Evidence): Tested {
  const searches = runs.filter(({ kind, status }) => kind === "search" && status === "finished");
  const last = searches.at(-1);
  if (last === undefined) return untested(`A search for parameters: \`alidade search ${file}\`.`);
  const shown = {
    says: `${counted(searches.length, "search")} for parameters, the last with ${counted(runs.filter(({ parent }) => parent === last.id).length, "trial")}.`,
    see: `\`alidade runs show ${last.id}\``,
    at: last.startedAt,
  };
  return searches.length > 1
    ? automatic(shown)
    : byHand(shown, `The search repeated on newer data: \`alidade search ${system.name}\`.`);
}

function withReason(evidence: Evidence, isIt: (reason: KeptReason) => boolean): readonly KeptReason[] {
  return evidence.models.flatMap((model) => reasonsOf(model).filter(isIt).slice(0, 1));
}

/** A new model is held against the older one that serves, on the newest rows: what is gained is what age had cost. */
function staleness(evidence: Evidence): Tested {
  const against = withReason(evidence, ({ code }) => code === "value.over-champion");
  const last = trainingsOf(evidence.runs).at(-1);
  if (against.length === 0 || last === undefined)
    return untested(`A second training, which is held against the model that serves: ${train(evidence)}.`);
  const shown = {
    says: `${counted(against.length, "new model")} was held against the older one that served, on rows that neither had seen.`,
    see: `\`alidade models ${evidence.system.name}\``,
    at: last.startedAt,
  };
  return against.length > 1 ? automatic(shown) : byHand(shown, `It measured again: ${train(evidence)}.`);
}

const SIMPLER = ["value.over-rule", "value.over-constant"];

function simpler(evidence: Evidence): Tested {
  const served = servedModels(evidence);
  const judged = (served.length > 0 ? served : evidence.models.slice(-1)).flatMap((model) =>
    reasonsOf(model).filter(({ code }) => SIMPLER.includes(code)),
  );
  const last = trainingsOf(evidence.runs).at(-1);
  if (judged.length === 0 || last === undefined)
    return untested(`A stated objective and a training: the rule without ML races against it. ${train(evidence)}.`);
  const lost = judged.find(({ finding }) => finding === "refuse");
  const open = judged.find(({ finding }) => finding === "insufficient");
  const at = last.startedAt;
  const see = `\`alidade runs show ${last.id}\``;
  if (lost !== undefined) return failed({ says: lost.message, see, at }, "A model that earns more, or the rule alone.");
  if (open !== undefined) return byHand({ says: open.message, see, at }, `More rows: ${train(evidence)}.`);
  const says =
    "It earns more than the rule without ML and than the best decision that looks at nothing, in every training’s race.";
  return automatic({ says, see, at });
}

function slices(evidence: Evidence): Tested {
  const { system, file } = evidence;
  const declared = system.slices;
  const last = trainingsOf(evidence.runs).at(-1);
  if (declared.length === 0) return untested(`The fields that divide your customers, in the system file: \`slices\`.`);
  if (last === undefined) return untested(`A training, which judges each of them: ${train(evidence)}.`);
  const harmed = servedModels(evidence).flatMap((model) =>
    reasonsOf(model).filter(({ code }) => code === "slice.worse-than-rule"),
  );
  const [first] = harmed;
  const see = `\`alidade runs show ${last.id}\``;
  if (first !== undefined)
    return failed({ says: first.message, see, at: last.startedAt }, "A model that harms no group.");
  const says = `Every training judges ${declared.join(", ")}, value by value, and refuses a model that harms one.`;
  if (!system.objective.stated)
    return byHand(
      { says: `${declared.join(", ")} are looked at one by one, without prices.`, see, at: last.startedAt },
      `A stated objective: \`alidade check ${file}\`.`,
    );
  return automatic({ says, see, at: last.startedAt });
}

/** Classes of personal data by which people must not be treated worse. */
const KINDS_OF_PEOPLE: readonly string[] = ["age", "gender", "origin", "religion", "orientation", "health", "politics"];

function inclusion(evidence: Evidence): Tested {
  const { system } = evidence;
  const last = trainingsOf(evidence.runs).at(-1);
  const { fields } = system.contract;
  const people = system.slices.filter((name) => KINDS_OF_PEOPLE.includes(fields[name]?.personal ?? ""));
  if (people.length === 0)
    return untested('A slice by what people are (`personal: "gender"`, `"age"`, `"origin"`), if the data say it.');
  if (last === undefined) return untested(`A training, which judges each group: ${train(evidence)}.`);
  const shown = {
    says: `Groups by ${people.join(", ")} are judged one by one in every training.`,
    see: `\`alidade runs show ${last.id}\``,
    at: last.startedAt,
  };
  return system.objective.stated ? automatic(shown) : byHand(shown, "A stated objective, so that harm has a price.");
}
