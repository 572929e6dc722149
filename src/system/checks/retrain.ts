import { didYouMean } from "../../kernel/index.ts";
import type { Trigger } from "../retrain.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** What has to hold of how a system retrains itself: whom it asks, what it may skip, which alarms and heads it speaks of. */
export function checkRetrain({ retrain, objective, heads }: SystemDefinition, refuse: Refuse): void {
  if (retrain === undefined) return;
  const { when, approval, prove } = retrain;
  const names = Object.keys(heads);
  if (names.length === 0) refuse("retrain", "needs a head to train. The system declares none");
  for (const [i, one] of when.entries()) checkTrigger(one, { names, where: `retrain.when.${i}`, refuse });
  const leave = objective.stated ? objective.unproven : undefined;
  if (prove === "skip" && leave !== "allowed")
    refuse(
      "retrain.prove",
      'may be "skip" only with the objective\'s leave: `unproven: "allowed"` in the objective says that a model may serve everybody before an experiment has shown what it earns',
    );
  if (approval === undefined) return;
  const approves = objective.stated ? objective.approves : [];
  if (approval.by.length === 0)
    refuse("retrain.approval.by", "must name who says yes: the objective names nobody under `approves`");
  for (const who of approval.by)
    if (!approves.includes(who))
      refuse(
        "retrain.approval.by",
        `must name those whom the objective lets approve (${approves.join(", ") || "it names nobody"}). Got "${who}".${didYouMean(who, approves)}`,
      );
}

interface Place {
  readonly names: readonly string[];
  readonly where: string;
  readonly refuse: Refuse;
}

function checkTrigger(trigger: Trigger, place: Place): void {
  const { where, refuse } = place;
  if (trigger.on === "data" && (trigger.share === undefined) === (trigger.rows === undefined))
    refuse(where, "must say how much: either a `share` or a number of `rows`");
  if (trigger.on === "alarm") checkKinds(trigger.kinds, place);
  if (trigger.on === "quality") checkHeads(trigger.heads, place);
}

function checkKinds(kinds: readonly string[], { where, refuse }: Place): void {
  if (kinds.length === 0) refuse(where, 'must name at least one kind of alarm, such as "input.*"');
  const wrong = kinds.find((kind) => !/^[a-z-]+\.([a-z-]+|\*)$/.test(kind));
  if (wrong !== undefined)
    refuse(where, `must name kinds of alarms such as "input.shifted" or "input.*". Got "${wrong}"`);
}

function checkHeads(heads: readonly string[], { names, where, refuse }: Place): void {
  const stranger = heads.find((head) => !names.includes(head));
  if (stranger !== undefined)
    refuse(where, `must name a head (${names.join(", ")}). Got "${stranger}".${didYouMean(stranger, names)}`);
}
