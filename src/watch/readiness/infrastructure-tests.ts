import { trainingsOf } from "../../registry/index.ts";
import { counted, outOf } from "../scorecard/cell.ts";
import type { Evidence } from "../scorecard/evidence.ts";
import { drilled } from "./drilled.ts";
import { RECENT, servedModels, servedRelease } from "./evidence-parts.ts";
import { automatic, byHand, defineTest, failed, type ReadinessTest, type Tested, untested } from "./test.ts";

/** Section III of the paper: the machinery. */
export const infrastructureTests: readonly ReadinessTest[] = [
  defineTest("infrastructure.reproducible", "Does learning again give the same model?", reproducible),
  defineTest("infrastructure.specification", "Is the specification of what is learned tested?", specification),
  defineTest("infrastructure.pipeline", "Was the whole way tested, from data to outcome?", pipeline),
  defineTest("infrastructure.validated", "Is a model judged before it serves?", validated),
  defineTest("infrastructure.debuggable", "Can a single decision be taken apart?", debuggable),
  defineTest("infrastructure.canaried", "Does a new model serve a few first?", canaried),
  defineTest("infrastructure.rollback", "Can what serves be taken back?", rollback),
];

const train = ({ file }: Evidence): string => `\`alidade train ${file}\``;
const historyOf = ({ system }: Evidence): string => `\`alidade history ${system.name}\``;

function reproducible(evidence: Evidence): Tested {
  const { history, models, file } = evidence;
  const made = history.filter(({ what }) => what === "model.reproduced");
  const again = `\`alidade reproduce ${file} ${models.at(-1)?.id ?? "<model>"}\``;
  const last = made.at(-1);
  if (last === undefined) return untested(`A model that is made again and compared: ${again}.`);
  const same = made.filter(({ facts }) => facts?.same === true).length;
  const shown = {
    says: `${outOf(same, made.length)} models that were made again came out the same, byte for byte.`,
    see: historyOf(evidence),
    at: last.at,
  };
  if (last.facts?.same !== true) return failed(shown, `The cause found, and the model made again: ${again}.`);
  return made.length > 1 ? automatic(shown) : byHand(shown, `It done again and again, as by a schedule: ${again}.`);
}

/** A specification is loaded, checked against its contract and its types, and fitted, before anything is registered. */
function specification(evidence: Evidence): Tested {
  const trainings = trainingsOf(evidence.runs);
  const last = trainings.at(-1);
  if (last === undefined) return untested(`A training, which checks the specification first: ${train(evidence)}.`);
  const commits = new Set(trainings.flatMap(({ provenance }) => provenance?.commit ?? []));
  const shown = {
    says: `${counted(trainings.length, "training")} checked the specification and fitted it, at ${counted(commits.size, "commit")}.`,
    see: `\`alidade runs show ${last.id}\``,
    at: last.startedAt,
  };
  return commits.size > 1
    ? automatic(shown)
    : byHand(shown, `It checked at every commit: \`alidade check ${evidence.file}\`.`);
}

function pipeline(evidence: Evidence): Tested {
  const { journal, file } = evidence;
  const drill = evidence.drills?.at(-1);
  const release = servedRelease(evidence);
  const isWhole = release?.kind === "model" && journal !== null && journal.lastOutcome !== null;
  if (!isWhole && drill === undefined)
    return untested(`A model that serves, and outcomes of its decisions; or a drill: \`alidade drill ${file}\`.`);
  const at = drill?.at ?? journal?.lastOutcome ?? evidence.now;
  const told = isWhole ? "Data became a model, it decided, and outcomes came back." : "No outcome has come back yet.";
  if (drill === undefined)
    return byHand({ says: told, see: historyOf(evidence), at }, `A drill: \`alidade drill ${file}\`.`);
  const decided = counted(drill.stream.decisions, "decision");
  const shown = { says: `${told} A drill sent ${decided} through a copy of it.`, see: `\`alidade drill ${file}\``, at };
  return isWhole ? automatic(shown) : byHand(shown, "Outcomes of decisions: `POST /v1/outcomes`, or the client.");
}

function validated(evidence: Evidence): Tested {
  const { runs, history } = evidence;
  const models = servedModels(evidence);
  if (models.length === 0) return untested(`A model that serves: ${train(evidence)}.`);
  const verdicts = models.map((model) => {
    const run = runs.findLast((one) => one.models.includes(model.id) && typeof one.facts.gate === "string");
    return String(run?.facts.gate ?? model.gate?.verdict ?? "none");
  });
  const overridden = history.filter(({ what }) => what === "gate.overridden").length;
  const at = Math.max(...models.map(({ createdAt }) => createdAt));
  const passed = verdicts.filter((verdict) => verdict === "pass").length;
  const shown = {
    says: `${outOf(passed, models.length)} models that serve passed the gate, which people set aside ${overridden === 1 ? "once" : `${overridden} times`}.`,
    see: `\`alidade models ${evidence.system.name}\``,
    at,
  };
  if (verdicts.includes("refuse")) return failed(shown, "A model that the gate lets through.");
  return passed === models.length ? automatic(shown) : byHand(shown, `What the gate asks for: ${train(evidence)}.`);
}

/** Every receipt can be taken apart; that it still leads to the same answer is what a drill looks at. */
function debuggable(evidence: Evidence): Tested {
  const { journal, system, file } = evidence;
  if (journal === null) return untested(`Decisions in the journal: \`alidade serve ${file}\`.`);
  const drill = evidence.drills?.findLast(({ replayed }) => replayed.of > 0);
  const see = `\`alidade decisions explain <id> ${file}\``;
  const kept = `${counted(journal.decisions, "decision")} have a receipt that can be explained and made again.`;
  if (drill === undefined)
    return byHand(
      { says: kept, see, at: journal.last },
      `Proof that they come out the same: \`alidade drill ${file}\`.`,
    );
  const { same, of } = drill.replayed;
  const shown = { says: `${kept} A drill made ${outOf(same, of)} again with the same answer.`, see, at: drill.at };
  return same === of
    ? automatic(shown)
    : byHand(shown, `The cause of the others: \`alidade decisions replay <id> ${system.name}\`.`);
}

function canaried(evidence: Evidence): Tested {
  const { plans, file } = evidence;
  const canaries = plans.filter(({ ramp }) => ramp !== undefined);
  const last = canaries.at(-1);
  const shadowed = plans.findLast(({ shadows = [] }) => shadows.length > 0);
  if (last === undefined && shadowed === undefined)
    return untested(`A release that serves a few first: \`alidade release ${file} <model> --canary\`.`);
  const steps = canaries.filter(({ by }) => by === "alidade").length;
  const shown = {
    says:
      last === undefined
        ? "A release was asked in the shadow of another."
        : `${outOf(steps, canaries.length)} steps of canaries were made by a server.`,
    see: historyOf(evidence),
    at: (last ?? shadowed)?.at ?? evidence.now,
  };
  return steps > 0
    ? automatic(shown)
    : byHand(shown, `A canary that grows by itself: \`alidade release ${file} <model> --canary\`.`);
}

function rollback(evidence: Evidence): Tested {
  const { plans, now, system } = evidence;
  const back = plans.filter(({ restores }) => restores !== undefined);
  const last = back.at(-1);
  if (last === undefined) return untested(`A rollback, if only as a drill: \`alidade rollback ${system.name}\`.`);
  const byItself = back.filter(({ by }) => by === "alidade").length;
  const recent = back.filter(({ at }) => at > now - RECENT).length;
  const shown = {
    says: `${counted(back.length, "rollback")}, ${byItself} of them by a server, ${recent} in the last 90 days.`,
    see: historyOf(evidence),
    at: last.at,
  };
  const isRoutine = byItself > 0 || recent > 1 || drilled(evidence, ["modelGone"]) !== undefined;
  return isRoutine ? automatic(shown) : byHand(shown, `It practised: \`alidade rollback ${system.name}\`.`);
}
