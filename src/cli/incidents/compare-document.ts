import { isInsufficient } from "../../kernel/index.ts";
import {
  commandLine,
  type Document,
  estimate,
  formatTime,
  list,
  percent,
  type Section,
  type TableBlock,
  table,
  type Unit,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type Compared, type Difference, type Movement, OUTCOMES_OPEN, type Stretch } from "../../watch/index.ts";

interface Around {
  /** The system as it was named on the command line. */
  readonly file: string;
  readonly currency: string;
  /** From the first decision of the journal to the last; null where it holds none, or nobody asked. */
  readonly decided: Stretch | null;
}

/** A comparison for a person to read: the likeliest culprit, who is to be asked, then everything else. */
export function compareDocument(found: Compared, around: Around): Document {
  const { system, bad, good, decisions, open, differences, explained, remade } = found;
  const [first] = differences;
  return {
    title: `What differs in ${system}`,
    subtitle: `${wordStretch(bad)} against ${good.map(wordStretch).join("; ")}`,
    verdict: isEmpty(found) ? emptyVerdict(found) : verdictOf(found),
    summary: [
      `${decisions.bad.toLocaleString("en-US")} decisions, held against ${decisions.good.toLocaleString("en-US")}.`,
      ...wordOpen(open),
      ...(remade.decisions > remade.same
        ? [
            `${remade.decisions - remade.same} of ${remade.decisions} decisions that were made again do not come out as they were stored: the system file may have changed since.`,
          ]
        : []),
    ],
    sections: [
      ...(isEmpty(found) ? [] : [{ title: "What moved", blocks: [movementTable(found, around.currency)] }]),
      ...(first === undefined ? [] : [culpritSection(first)]),
      ...(differences.length === 0 ? [] : [differenceSection(differences, explained ?? "")]),
      ...(first === undefined ? [] : [nextSection(first, found, around)]),
      ...(isEmpty(found) ? [emptyNext(found, around)] : []),
    ],
  };
}

/** What the money leaves out, and until when. */
function wordOpen({ good, bad, until }: Compared["open"]): readonly string[] {
  if (until === null) return [];
  const counted = `${bad.toLocaleString("en-US")} of the bad stretch and ${good.toLocaleString("en-US")} of the good`;
  return [
    `The outcomes of ${counted} that were looked at are open until ${formatTime(until)}: money counts the others alone, acted on or not.`,
  ];
}

/** Whether there is nothing to compare. */
export function isEmpty({ decisions: { bad, good } }: Pick<Compared, "decisions">): boolean {
  return bad === 0 || good === 0;
}

function emptyVerdict({ decisions }: Compared): NonNullable<Document["verdict"]> {
  const { bad, good } = decisions;
  const which = bad > 0 ? "What it is held against" : good > 0 ? "The bad stretch" : "Neither stretch";
  const holds = bad === 0 && good === 0 ? "holds a decision" : "holds no decision";
  return { tone: "unknown", text: `${which} ${holds}: there is nothing to compare.` };
}

/** Where there is something to compare. */
function emptyNext({ system, bad, decisions }: Compared, { file, decided }: Around): Section {
  if (decided === null)
    return {
      title: "Next",
      lead: `The journal holds no decision of ${system} yet.`,
      blocks: [commandLine(`alidade serve ${file}`)],
    };
  const lead = `The journal holds decisions of ${system} from ${wordStretch(decided)}: name stretches within.`;
  const wanted = decisions.bad === 0 ? "--bad <from..to>" : `--bad ${iso(bad.from)}..${iso(bad.to)} --good <from..to>`;
  return { title: "Next", lead, blocks: [commandLine(`alidade incident compare ${file} ${wanted}`)] };
}

function verdictOf({ explained, differences, movements, open }: Compared): NonNullable<Document["verdict"]> {
  const waits = movements.some(({ change }) => isInsufficient(change) && change.reason === OUTCOMES_OPEN);
  if (explained === null && waits && open.until !== null)
    return {
      tone: "unknown",
      text: `No measure moved for sure, and money cannot be told yet: outcomes of these decisions are open until ${formatTime(open.until)}.`,
    };
  if (explained === null)
    return {
      tone: "good",
      text: `No measure moved for sure: of ${movements.length} that are looked at, one may lie just beside 0 by chance.`,
    };
  const [first] = differences;
  if (first === undefined)
    return { tone: "unknown", text: `${capital(explained)} moved, and nothing that is recorded differs.` };
  return { tone: "bad", text: `Most likely: ${first.says}.` };
}

function movementTable({ movements, explained }: Compared, currency: string): TableBlock {
  const rows = movements.map(({ measure, unit, good, bad, change }: Movement): readonly Value[] => [
    measure === explained ? words(measure, { tone: "bad" }) : measure,
    shown(good, unitOf(unit, currency)),
    shown(bad, unitOf(unit, currency)),
    shown(change, unitOf(unit, currency), true),
  ]);
  return table(["", "Good", "Bad", "Change"], rows);
}

function unitOf(unit: Movement["unit"], currency: string): Unit {
  if (unit === "money") return { currency };
  return unit === "share" ? "percent" : unit;
}

function shown(found: Estimated, unit: Unit, signed = false): Value {
  return isInsufficient(found) ? found : estimate(found, unit, { signed });
}

function culpritSection({ component, owner, evidence }: Difference): Section {
  return {
    title: "Where it comes from",
    lead: `${capital(component)}. ${owner === null ? "Nobody is named who answers for it." : `Ask ${owner}.`}`,
    blocks: evidence.length === 0 ? [] : [list(evidence)],
  };
}

function differenceSection(differences: readonly Difference[], explained: string): Section {
  const rows = differences.map(({ says, explains, how, component, owner }): readonly Value[] => [
    says,
    percent(explains),
    how === "tried" ? words("tried", { tone: "good" }) : "seen",
    owner ?? component,
  ]);
  return {
    title: "Everything that differs",
    lead: `How much of the change of \`${explained}\` goes away without it. Tried: decisions were made again with it put right. Seen: it goes along with the change, and may be its effect. Causes overlap, so the parts need not add up.`,
    blocks: [table(["Difference", { name: "Explains", unit: "percent" }, "How", "Who, or what"], rows)],
  };
}

function nextSection({ kind, name, how }: Difference, { bad, good }: Compared, { file }: Around): Section {
  const next: Readonly<Record<string, string>> = {
    weights: `alidade weights undo ${file} --why "…"`,
    policy: `alidade rollback ${file} --why "…"`,
    model: `alidade rollback ${file} --why "…"`,
    release: `alidade rollback ${file} --why "…"`,
    contract: `alidade history ${file}`,
    arm: `alidade history ${file}`,
    fallback: `alidade decisions --system ${file}`,
    slice: `alidade opportunities ${file}`,
    outcome: `alidade incident bisect ${file} --metric value --good ${iso(goodBefore(bad, good))} --bad ${iso(middle(bad))}`,
    source: `alidade check ${file}`,
    stream: "alidade data quarantine list",
    field: `alidade data profile ${file}`,
  };
  const shownNext = next[kind] ?? `alidade history ${file}`;
  // Of an input that only goes along with the change nobody knows whether it is better left out.
  const onInput = how === "tried" && (kind === "field" || kind === "stream" || kind === "source");
  return {
    title: "Next",
    ...(onInput
      ? { lead: `Until ${name} is as it was, decisions are better made without it: the rule stands ready.` }
      : {}),
    blocks: [commandLine(shownNext), ...(onInput ? [commandLine(`alidade release ${file} rule --why "…"`)] : [])],
  };
}

const WEEK = 7 * 86_400_000;
const middle = ({ from, to }: Stretch): number => (from + to) / 2;

/** When it was still right: in the last of the good stretches that lies before the bad one, where there is one. */
function goodBefore(bad: Stretch, good: readonly Stretch[]): number {
  const before = good.filter((one) => middle(one) < middle(bad)).sort((a, b) => a.from - b.from);
  const last = before.at(-1);
  return last === undefined ? middle(bad) - WEEK : middle(last);
}

const iso = (at: number): string => new Date(at).toISOString().slice(0, 16);
const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** `2026-06-08 00:00 to 2026-06-09 00:00`. */
export function wordStretch({ from, to }: Stretch): string {
  return `${formatTime(from)} to ${formatTime(to)}`;
}
