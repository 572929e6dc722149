import { rowEnforcer } from "../data/index.ts";
import { fieldsOf } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { stateThen } from "./as-then.ts";
import { candidateUnknown } from "./errors.ts";
import { explainCase, type Why } from "./explain.ts";
import { windowsOfNobody } from "./online/online-plan.ts";
import { flagCodes, isOutside, see } from "./opening.ts";
import { preparedOf } from "./prepared.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";
import { checkAsked, type WhyCase, type WhyOptions } from "./why-case.ts";

/**
 * Why a stored decision came out as it did, and the smallest change to another end: from its receipt and the state of its
 * traffic plan. Of a ranking one candidate is explained. Throws `decide.candidate-unknown`, `decide.label-unknown`.
 */
export function explainDecision(
  record: DecisionRecord,
  state: ServingState,
  options: WhyOptions & { readonly candidate?: string | undefined } = {},
): Why {
  const { body } = record;
  const release = known(state.releases.get(body.release), `release ${body.release} is loaded`);
  const models = modelsThen(record, known(stateThen(record, state).releases.get(body.release), "the release of then"));
  checkAsked(models, options);
  const { features, reasons } = partOf(body, options.candidate);
  const stood = stoodIn(body);
  const settled = reasons.filter((code) => SETTLES.test(code) && !stood.includes(code));
  const answered = typeof body.answer === "string" ? body.answer : undefined;
  const odd = reasons.filter((code) => code.startsWith("input."));
  const explained = { models, weights: release.weights, policy: release.policy };
  const row = features as WhyCase["features"];
  const asked = { system: state.system, release: explained, features: row, settled, stood, odd };
  return explainCase(asked, { ...options, label: options.label ?? answered });
}

const SETTLES = /^(filter\.|fallback\.|limit\.|source\.|stage\.|holdback$|rule$|rule\.no-answer$|default$|outside-)/;

/** The codes of the heads for which the version before them answered: it did, so they settle nothing. */
function stoodIn({ instead = {}, reasons }: DecisionBody): readonly string[] {
  const heads = Object.keys(instead);
  const codes = ["model-unusable", "head-failed", "head-late", "previous-version"];
  return reasons.filter((code) => heads.some((head) => codes.some((kind) => code === `fallback.${kind}:${head}`)));
}

/** The models that answered, or would have: the version before a head where that stood in for it. */
function modelsThen({ body: { instead = {} } }: DecisionRecord, release: LoadedRelease): LoadedRelease["models"] {
  const models = Object.entries(release.models).map(([head, model]) => [head, model] as const);
  const earlier = Object.keys(instead).flatMap((head) => {
    const before = release.previous?.[head];
    return before === undefined ? [] : [[head, before.model] as const];
  });
  return Object.fromEntries([...models, ...earlier]);
}

function partOf(body: DecisionBody, candidate: string | undefined): Pick<DecisionBody, "features" | "reasons"> {
  if (body.candidates === undefined) return body;
  const found = body.candidates.find(({ id }) => id === candidate);
  if (found === undefined) throw candidateUnknown({ got: candidate, ids: body.candidates.map(({ id }) => id) });
  return found;
}

/** The same of a row that nobody has decided on, of somebody without events: the values of the contract's fields, as a request would give them. Throws `data.given-wrong-type`, `decide.label-unknown`, `decide.threshold-invalid`. */
export function explainGiven(
  system: SystemDefinition,
  release: Pick<LoadedRelease, "models" | "weights" | "policy">,
  { given, ...options }: WhyOptions & { readonly given: unknown },
): Why {
  checkAsked(release.models, options);
  const nodes = [...Object.values(system.features), ...system.filters.map(({ when }) => when)];
  const reader = { system, enforce: rowEnforcer(system.contract), read: new Set(nodes.flatMap(fieldsOf)) };
  const { row, features, flags } = see(reader, given, { windows: windowsOfNobody(system) });
  const outside = isOutside(flags) ? ["fallback.outside-contract"] : [];
  const settled = [...preparedOf(reader.system).filters(row), ...outside];
  return explainCase({ system, release, features, settled, odd: flagCodes(flags) }, options);
}
