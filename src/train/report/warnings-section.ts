import { callout, paragraph, type Section } from "../../report/index.ts";
import { LEAK_QUESTION } from "../check/warnings.ts";
import type { Facts } from "./facts.ts";

/** What a person should know and what did not stop the run. */
export function warningsSection({ result }: Facts): Section {
  const blocks = result.warnings.map(({ code, message }) =>
    callout(code.startsWith("leak.") && code !== LEAK_QUESTION ? "bad" : "warning", message, code),
  );
  return { title: "Warnings", blocks: blocks.length === 0 ? [paragraph("None.")] : blocks };
}
