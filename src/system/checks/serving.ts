import { isAlidadeError, milliseconds } from "../../kernel/index.ts";
import { stakesOf } from "../../objective/index.ts";
import { requireWindow } from "../../policy/index.ts";
import { capacityShare, isActing, targetsOf } from "../parts.ts";
import type { SystemDefinition } from "../system.ts";
import { isAmount, type Refuse, show } from "./form.ts";

type Rule = (system: SystemDefinition, refuse: Refuse) => void;

const capacity: Rule = (system, refuse) => {
  if (capacityShare(system) === undefined)
    refuse(
      "policy.capacity.of",
      'is needed: say how many decisions come in that time, as in `{ most: 100, per: "1h", of: 2_000 }`, or state the objective\'s `perYear`; without it nobody can be judged under the same capacity',
    );
};

/** What can be limited: the action, or a label. Not acting is the way out, and the other answers have no name. */
const limits: Rule = (system, refuse) => {
  for (const [name, limit] of Object.entries(system.limits ?? {})) {
    const where = `limits.${name}`;
    sentence(where, () => requireWindow("A limit", limit), refuse);
    if (isActing(system)) {
      const { act, otherwise } = stakesOf(system.objective);
      if (name !== act)
        refuse(where, name === otherwise ? `must leave a way out: limit "${act}" instead` : `names no action (${act})`);
    } else if (system.policy.policy !== "pick-label")
      refuse(where, "limits an action or a label; these answers are neither");
  }
};

const fallback: Rule = (system, refuse) => {
  const { default: last } = system;
  const wanted = last === undefined ? undefined : wantedDefault(system, last);
  if (wanted !== undefined) refuse("default", `must be ${wanted}. Got ${show(last)}`);
};

/** What a default has to be; undefined where it is so. */
function wantedDefault(system: SystemDefinition, last: unknown): string | undefined {
  switch (system.policy.policy) {
    case "act-if": {
      const { act, otherwise } = stakesOf(system.objective);
      return last === act || last === otherwise ? undefined : `an action, "${act}" or "${otherwise}"`;
    }
    case "rank-by":
      return last === "as-given" ? undefined : '"as-given": the order in which the candidates came';
    case "pick-value":
      return isAmount(last) ? undefined : "a finite number";
    case "pick-labels":
      return isListOf(last, targetsOf(system)) ? undefined : "a list of labels";
    case "pick-label":
      return typeof last === "string" ? undefined : "a label";
  }
}

function isListOf(value: unknown, labels: readonly string[]): boolean {
  return Array.isArray(value) && value.every((label) => labels.includes(label));
}

const outside: Rule = ({ outside: far }, refuse) => {
  if (far !== undefined && far !== "flag" && far !== "fallback")
    refuse("outside", `must be "flag" or "fallback". Got ${show(far)}`);
};

const deadlines: Rule = ({ heads }, refuse) => {
  for (const [name, { deadline }] of Object.entries(heads))
    if (deadline !== undefined) sentence(`heads.${name}.deadline`, () => milliseconds(String(deadline)), refuse);
};

/** Runs a check of another room, and words its refusal as one of this file. */
function sentence(where: string, check: () => unknown, refuse: Refuse): void {
  try {
    check();
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    refuse(where, `cannot be so. ${thrown.message}`);
  }
}

/** What has to hold of how decisions are served: capacities, limits, the last way out. */
export const SERVING_RULES: readonly Rule[] = [capacity, limits, fallback, outside, deadlines];
