import { formatQuantity, quantity } from "../../report/index.ts";
import type { OutsideFacts } from "../outside/port.ts";
import type { Facts } from "./facts.ts";

/** For each head that was learned outside of this process: what happened there. */
export function outsideRows({ run }: Facts): readonly (readonly [string, string])[] {
  return run.heads.flatMap(({ name, outside }): readonly (readonly [string, string])[] =>
    outside === undefined ? [] : [[`Outside: ${name}`, wordOutside(outside)]],
  );
}

function wordOutside(facts: OutsideFacts): string {
  if (facts.kind === "imported") return `imported from ${facts.file}, SHA-256 ${facts.hash}`;
  const took = formatQuantity(quantity(facts.seconds * 1_000, "duration"));
  return `\`${facts.run.join(" ")}\` took ${took}; ${wordRepeatable(facts)}`;
}

function wordRepeatable({ difference, tolerance }: Extract<OutsideFacts, { readonly kind: "command" }>): string {
  if (difference === null) return "whether it is repeatable was not checked";
  if (difference === 0) return "run twice, it predicted the same";
  return `run twice, its predictions differed by up to ${difference} (allowed: ${tolerance})`;
}
