import { rowEnforcer } from "../data/index.ts";
import { fieldsOf } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import type { DecisionBody, DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
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
  { body }: DecisionRecord,
  state: ServingState,
  options: WhyOptions & { readonly candidate?: string | undefined } = {},
): Why {
  const release = known(state.releases.get(body.release), `release ${body.release} is loaded`);
  checkAsked(release.models, options);
  const { features, reasons } = partOf(body, options.candidate);
  const settled = reasons.filter((code) =>
    /^(filter\.|fallback\.|limit\.|source\.|stage\.|holdback$|rule$|rule\.no-answer$|default$|outside-)/.test(code),
  );
  const answered = typeof body.answer === "string" ? body.answer : undefined;
  const odd = reasons.filter((code) => code.startsWith("input."));
  const asked = { system: state.system, release, features: features as WhyCase["features"], settled, odd };
  return explainCase(asked, { ...options, label: options.label ?? answered });
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
