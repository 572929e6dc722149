import { didYouMean } from "../../kernel/index.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** Whoever is to be told is a declared channel. */
export function checkAlerts({ alerts }: SystemDefinition, refuse: Refuse): void {
  if (alerts === undefined) return;
  const known = Object.keys(alerts.channels);
  for (const name of known)
    if (!/^[A-Za-z][\w-]{0,39}$/.test(name))
      refuse(
        `alerts.channels.${name}`,
        "must be named by 1 to 40 letters, digits, hyphens and underscores, a letter first",
      );
  for (const level of ["page", "warning", "notice"] as const)
    for (const name of alerts[level])
      if (!known.includes(name))
        refuse(`alerts.${level}`, `must name channels (${known.join(", ")}). Got "${name}".${didYouMean(name, known)}`);
}
