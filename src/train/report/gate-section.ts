import type { GateVerdict } from "../../evaluate/index.ts";
import { type Section, type Tone, table, words } from "../../report/index.ts";
import type { Facts } from "./facts.ts";

const FINDINGS: Readonly<Record<GateVerdict, { readonly text: string; readonly tone: Tone }>> = {
  pass: { text: "passed", tone: "good" },
  refuse: { text: "refused", tone: "bad" },
  insufficient: { text: "not known", tone: "unknown" },
};

/** Every reason of the gate with its finding. */
export function gateSection({ result }: Facts): Section {
  return {
    title: "The gate",
    lead: "What has to hold before a release. One refusal refuses; without one, anything that is not known withholds the verdict.",
    blocks: [
      table(
        ["Finding", "Reason", "Code"],
        result.gate.reasons.map(({ code, finding, message }) => {
          const { text, tone } = FINDINGS[finding];
          return [words(text, { tone }), message, code];
        }),
      ),
    ],
  };
}
