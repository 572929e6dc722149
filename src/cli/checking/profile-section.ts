import { type Block, list, paragraph, type Section, table, type Words, words } from "../../report/index.ts";
import type { Demand, Filled, Profile } from "../../system/index.ts";

/** What the requirements demand and set; absent where the file states none. */
export function profileSections({ requirements, demands, filled }: Profile): readonly Section[] {
  if (Object.keys(requirements).length === 0) return [];
  return [
    {
      title: "What the requirements demand",
      lead: "A word of `requirements` in the objective demands something of the rest of the file.",
      blocks: demands.length === 0 ? [paragraph("Nothing that can be checked in the file.")] : [demandTable(demands)],
    },
    ...(filled.length === 0 ? [] : [{ title: "What the requirements set", blocks: filledBlocks(filled) }]),
  ];
}

function demandTable(demands: readonly Demand[]): Block {
  return table(
    ["", "what"],
    demands.flatMap((one) => [
      [standOf(one), `\`${one.word}\`: ${one.demand} ${one.found}`],
      ...(one.advice === undefined ? [] : [["", `→ ${one.advice}`]]),
    ]),
  );
}

function standOf({ met, refuses }: Demand): Words {
  if (met) return words("ok", { tone: "good" });
  return refuses ? words("wrong", { tone: "bad" }) : words("note", { tone: "unknown" });
}

function filledBlocks(filled: readonly Filled[]): readonly Block[] {
  return [
    paragraph("The file leaves these open, so they are:"),
    list(filled.map(({ word, where, value }) => `\`${where}: ${value}\`, because of \`${word}\``)),
  ];
}
