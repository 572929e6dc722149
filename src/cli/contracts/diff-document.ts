import type { Effect, Impact, JudgedChange } from "../../data/index.ts";
import { type Document, list, type Section, type Tone, table, words } from "../../report/index.ts";
import type { Holdings } from "./who-is-hit.ts";

/** A change as it is shown: with what is left of its impacts once nobody is hit in vain. */
export interface ShownChange extends JudgedChange {
  /** The stream whose contract it is; absent: the rows'. */
  readonly stream?: string;
}

const WORDS: Readonly<Record<Effect, { readonly text: string; readonly tone: Tone }>> = {
  breaking: { text: "breaks", tone: "bad" },
  retrain: { text: "retrain", tone: "unknown" },
  compatible: { text: "fits", tone: "good" },
};

/** What changes between two contracts, and whom it breaks. */
export function contractDiffDocument(changes: readonly ShownChange[], holdings: Holdings | undefined): Document {
  return {
    title: "Change of a contract",
    verdict: verdictOf(changes),
    summary:
      holdings === undefined ? ["Judged by the contracts alone: no system was named that this state knows."] : [],
    sections: changes.length === 0 ? [] : [changesSection(changes), whomSection(changes), ...snapshotSection(holdings)],
  };
}

function verdictOf(changes: readonly ShownChange[]): NonNullable<Document["verdict"]> {
  if (changes.length === 0) return { tone: "good", text: "Both demand the same." };
  const breaking = changes.filter(({ effect }) => effect === "breaking").length;
  if (breaking > 0)
    return {
      tone: "bad",
      text: `${breaking} of ${changes.length} ${changes.length === 1 ? "change breaks" : "changes break"} somebody.`,
    };
  const retrain = changes.some(({ effect }) => effect === "retrain");
  return retrain
    ? { tone: "unknown", text: "Nobody breaks; models should be trained again." }
    : { tone: "good", text: "Everybody can go on as before." };
}

function changesSection(changes: readonly ShownChange[]): Section {
  const rows = changes.map((change) => [
    words(WORDS[change.effect].text, { tone: WORDS[change.effect].tone }),
    nameOf(change),
    wordChange(change),
  ]);
  return { title: "What changes", blocks: [table(["", "Field", "How"], rows)] };
}

function nameOf({ stream, name }: ShownChange): string {
  return stream === undefined ? name : `${stream}.${name}`;
}

function wordChange({ change, words: how }: ShownChange): string {
  return change === "changed" ? how : `${change}: ${how}`;
}

function whomSection(changes: readonly ShownChange[]): Section {
  const rows = changes.flatMap((change) =>
    change.impacts.map(({ on, effect, why }: Impact) => [
      on,
      nameOf(change),
      words(WORDS[effect].text, { tone: WORDS[effect].tone }),
      why,
    ]),
  );
  const order = ["sources", "snapshots", "models", "callers"];
  const sorted = rows.toSorted((a, b) => order.indexOf(String(a[0])) - order.indexOf(String(b[0])));
  return { title: "Whom", blocks: [table(["", "Field", "", "Why"], sorted)] };
}

function snapshotSection(holdings: Holdings | undefined): readonly Section[] {
  if (holdings === undefined || holdings.judged.length === 0) return [];
  const items = holdings.judged.map(({ id, rows, refused, why }) =>
    refused === 0
      ? `${id.slice(0, 12)}: all ${rows.toLocaleString("en-US")} rows keep the new contract.`
      : `${id.slice(0, 12)}: ${refused.toLocaleString("en-US")} of ${rows.toLocaleString("en-US")} rows break it, above all: ${why}.`,
  );
  return [{ title: "The newest snapshots under the new contract", blocks: [list(items)] }];
}
