import { type Loop, spentOf, underWay } from "../../../watch/index.ts";
import type { LoopLook } from "../look.ts";
import type { Place, Row } from "./row.ts";
import { type Span, span } from "./spans.ts";
import { ageOf, capital, counted } from "./words.ts";

/** Where the retraining loop stands, what it may still do this month, and what begins the next one. */
export function loopRows(look: LoopLook, place: Place): readonly Row[] {
  const { isOn, book, next } = look;
  const loop = underWay(book);
  const first: Row = { name: "Loop", left: stateSpans(look, place), right: [span(wordBudget(look, place), "quiet")] };
  const asks = loop?.asks ?? null;
  if (asks !== null) return [first, { name: "", left: [span(`Waits for ${asks.join(" or ")} to say yes`, "unknown")] }];
  if (!isOn || loop !== undefined || book.stopped !== null) return [first];
  return [first, ...next.slice(0, 2).map((says): Row => ({ name: "", left: [span(`Next: ${says}`, "quiet")] }))];
}

function stateSpans({ isOn, book }: LoopLook, { now }: Place): readonly Span[] {
  const loop = underWay(book);
  if (loop !== undefined) {
    const trouble = loop.trouble === null ? [] : [span(`; tried ${counted(loop.tries, "time")}`, "unknown")];
    const at = span(`${loop.stage} for ${ageOf(now, loop.stageAt)}`, "accent");
    return [at, span(loop.says === "" ? "" : `: ${loop.says.replace(/\.$/, "")}`), ...trouble];
  }
  if (book.stopped !== null) return [span(`Stopped: ${book.stopped.why}`, "bad")];
  const state = span(isOn ? "Idle" : "Off: nothing retrains by itself", isOn ? "plain" : "quiet");
  return [state, ...wordLast(book.loop, now)];
}

function wordLast(loop: Loop | null, now: number): readonly Span[] {
  if (loop?.end == null) return [];
  const { kind, at, why } = loop.end;
  const ink = kind === "champion" ? "good" : kind === "failed" || kind === "rolled-back" ? "unknown" : "plain";
  return [
    span(`; loop ${loop.number} ended `),
    span(kind.replace("-", " "), ink),
    span(` ${ageOf(now, at)} ago: ${capital(why)}`, "quiet"),
  ];
}

function wordBudget({ isOn, book, perMonth }: LoopLook, { now }: Place): string {
  if (!isOn) return "";
  const begun = spentOf(book, now).length;
  return perMonth === undefined ? `${begun} this month` : `${begun} of ${perMonth} this month`;
}
