import type { CheckedAssumption } from "../../assess/index.ts";
import { type Document, type Section, table } from "../../report/index.ts";
import type { Profile } from "../../system/index.ts";
import type { Finding } from "../../train/index.ts";
import { profileSections } from "./profile-section.ts";

/** What a check came to. */
export interface Checked {
  readonly system: string;
  readonly findings: readonly Finding[];
  readonly assumptions: readonly CheckedAssumption[];
  readonly profile: Profile;
}

/** How many things are wrong, and how many ask for a look. */
export function countOf({ findings, assumptions, profile: { demands } }: Checked): {
  readonly failed: number;
  readonly notes: number;
} {
  const refuted = assumptions.filter(({ status }) => status === "refuted").length;
  const unmet = demands.filter(({ met }) => !met);
  const count = (wanted: Finding["finding"]): number => findings.filter(({ finding }) => finding === wanted).length;
  return {
    failed: count("fail") + unmet.filter(({ refuses }) => refuses).length,
    notes: count("warning") + refuted + unmet.filter(({ refuses }) => !refuses).length,
  };
}

/** The findings, and what the requirements demand and set. */
export function checkDocument(checked: Checked): Document {
  const { failed, notes } = countOf(checked);
  return {
    title: `Check of ${checked.system}`,
    verdict: verdictOf(failed, notes),
    summary: [],
    sections: [
      { title: "Findings", blocks: [table(["", "what"], checked.findings.flatMap(rowsOf))] },
      ...assumptionSections(checked.assumptions),
      ...profileSections(checked.profile),
    ],
  };
}

const STATUS = {
  held: { kind: "words", text: "held", tone: "good" },
  refuted: { kind: "words", text: "refuted", tone: "bad" },
  open: { kind: "words", text: "open", tone: "unknown" },
} as const;

/** What is taken for granted, and whether the data bear it out. */
function assumptionSections(assumptions: readonly CheckedAssumption[]): readonly Section[] {
  if (assumptions.length === 0) return [];
  const rows = assumptions.map(
    ({ statement, status, message }) => [STATUS[status], `${statement} ${message}`] as const,
  );
  return [{ title: "Assumptions of the brief", blocks: [table(["", "what"], rows)] }];
}

function verdictOf(failed: number, notes: number): { readonly tone: "good" | "bad"; readonly text: string } {
  const asked = `${notes} ${notes === 1 ? "note asks" : "notes ask"} for a look.`;
  if (failed > 0)
    return {
      tone: "bad",
      text: `${failed} ${failed === 1 ? "thing is" : "things are"} wrong.${notes > 0 ? ` ${asked}` : ""}`,
    };
  return { tone: "good", text: notes > 0 ? `Nothing is wrong. ${asked}` : "Nothing speaks against training." };
}

const WORDS = { ok: "ok", warning: "note", fail: "wrong" } as const;
const TONES = { ok: "good", warning: "unknown", fail: "bad" } as const;

type Row = readonly [string | { kind: "words"; text: string; tone: "good" | "unknown" | "bad" }, string];

/** What was found, and below it what to do. */
function rowsOf({ finding, message, advice }: Finding): readonly Row[] {
  const found: Row = [{ kind: "words", text: WORDS[finding], tone: TONES[finding] }, message];
  return advice === undefined ? [found] : [found, ["", `→ ${advice}`]];
}
