import type { Control } from "../../monitors/control/control.ts";
import { watchesIn } from "../../monitors/control/watches-in.ts";
import type { Symptom } from "../alert.ts";

/** Says of a sign whether some monitor is in alarm of it still: a quiet day or two do not end that. */
export function standingIn(control: Control): (symptom: Pick<Symptom, "kind" | "about">) => boolean {
  const standing = watchesIn(control, 1).filter(({ isAlarmed }) => isAlarmed);
  return ({ kind, about: { part, name } }) =>
    standing.some((one) => one.kind === kind && one.about.part === part && one.about.name === name);
}
