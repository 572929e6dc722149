import { type Change, wordGoal } from "../../objective/index.ts";
import type { Chapter, HistoryEvent, ObjectiveVersion, Signature, Story } from "../../registry/index.ts";
import { type Block, callout, type Document, list, paragraph, type Section, table, words } from "../../report/index.ts";
import { shortTime } from "../output/listing.ts";
import { eventTable } from "./event-table.ts";

/** A story, and what goes with it on a page. */
export interface StoryPage {
  readonly system: string;
  readonly story: Story;
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
  /** What the file says that was not kept yet. */
  readonly pending: readonly Change[];
}

/** How a system became what it is, as a page to be read from the beginning. */
export function storyDocument({ system, story, events, pending }: StoryPage): Document {
  const { chapters, since } = story;
  return {
    title: `The story of ${system}`,
    ...verdictOf(story),
    summary: summaryOf(story),
    sections: [
      ...chapters.map(chapterSection),
      ...(since.length === 0 ? [] : [{ title: "Since then", blocks: [list(since)] }]),
      ...pendingSections(pending),
      ...openSections(story),
      milestoneSection(story),
      {
        title: "Everything that happened",
        lead: "Newest first.",
        detail: true,
        blocks: [eventTable(events.toReversed())],
      },
    ],
  };
}

function verdictOf({ chapters }: Story): Pick<Document, "verdict"> {
  if (chapters.length === 0) return {};
  const creeping = chapters.filter(({ creep }) => creep.length > 0);
  if (creeping.length === 0) return { verdict: { tone: "good", text: "Nothing grew without a reason." } };
  const grown = creeping.reduce((sum, { creep }) => sum + creep.length, 0);
  const where = creeping.map(({ version }) => version.version).join(", ");
  return {
    verdict: {
      tone: "bad",
      text: `Scope creep: ${grown} ${grown === 1 ? "thing" : "things"} grew without a reason, in version ${where}.`,
    },
  };
}

function summaryOf({ chapters }: Story): readonly string[] {
  const last = chapters.at(-1);
  if (last === undefined)
    return ["No version of its objective was kept yet: the first training, or the first start of a server, keeps one."];
  const { version, at, objective } = last.version;
  const wanted = objective.stated
    ? `What is wanted: ${wordGoal(objective)}.`
    : "Nobody has stated what its decisions are for.";
  return [`Version ${version} of the objective holds since ${shortTime(at)}. ${wanted}`, signedWords(last)];
}

/** Who signed, and who is still to. */
function signedWords({ version, signatures, unsigned }: Chapter): string {
  if (!version.objective.stated) return "An objective that is not stated has nobody to sign it.";
  const done = signatures.map(wordSignature);
  const open =
    unsigned.length === 0 ? [] : [`${unsigned.join(" and ")} ${unsigned.length === 1 ? "has" : "have"} not signed it`];
  if (done.length === 0 && open.length === 0) return "It names nobody who approves it.";
  return `${sentence([...done, ...open].join("; "))}.`;
}

function wordSignature({ as, by, at, why }: Signature): string {
  return `${as} signed it on ${shortTime(at).slice(0, 10)} (${by}: “${why}”)`;
}

function chapterSection(chapter: Chapter): Section {
  const { version, changes, evidence, creep } = chapter;
  const { version: number, at, by } = version;
  return {
    title: `Version ${number}, ${shortTime(at).slice(0, 10)}`,
    lead: number === 1 ? `Seen first by ${by}. ${reasonWords(version)}` : `Changed by ${by}. ${reasonWords(version)}`,
    blocks: [
      ...(number === 1 ? firstBlocks(version) : changeBlocks(changes.map((one) => one.words))),
      ...(evidence.length === 0 ? [] : [paragraph("What had happened since the version before:"), list(evidence)]),
      ...(creep.length === 0 ? [] : [creepCallout(creep.map((one) => one.words))]),
      paragraph(signedWords(chapter)),
    ],
  };
}

function reasonWords({ why }: ObjectiveVersion): string {
  return why === null ? "No reason was given." : `Because: ${/[.!?]$/.test(why) ? why : `${why}.`}`;
}

function firstBlocks({ objective, problem }: ObjectiveVersion): readonly Block[] {
  const watched = objective.stated ? Object.keys(objective.metrics ?? {}) : [];
  return [
    list([
      sentence(objective.stated ? `${wordGoal(objective)}.` : "The objective is not stated."),
      `It decides by \`${problem.policy}\` on ${named(Object.keys(problem.outcomes))}, with ${headWords(Object.keys(problem.heads))}.`,
      ...(watched.length === 0 ? [] : [`Watched beside the money: ${named(watched)}.`]),
    ]),
  ];
}

function headWords(heads: readonly string[]): string {
  if (heads.length === 0) return "no head: the rule decides";
  return `${heads.length === 1 ? "the head" : "the heads"} ${named(heads)}`;
}

function changeBlocks(changes: readonly string[]): readonly Block[] {
  if (changes.length === 0) return [paragraph("Only the reason is another one.")];
  return [list(changes.map((words) => `${sentence(words)}.`))];
}

function creepCallout(grown: readonly string[]): Block {
  return callout(
    "warning",
    `${sentence(grown.join("; "))}. Say why in the objective's \`why\` and train again, or take it back.`,
    "Grown without a reason",
  );
}

function pendingSections(pending: readonly Change[]): readonly Section[] {
  if (pending.length === 0) return [];
  const grown = pending.some(({ grows }) => grows) ? " Something grows: say why before." : "";
  const lead = `The next training, or the next start of a server, keeps this as the next version.${grown}`;
  return [{ title: "In the file, and not kept yet", lead, blocks: changeBlocks(pending.map((one) => one.words)) }];
}

function openSections({ open }: Story): readonly Section[] {
  if (open.length === 0) return [];
  const lead =
    "Nobody has said what these decisions are for. Until these are answered, no candidate can pass its gate.";
  return [{ title: "Three open questions", lead, blocks: [list(open, { ordered: true })] }];
}

function milestoneSection({ milestones }: Story): Section {
  return {
    title: "Milestones",
    blocks: [
      table(
        ["What", "When", "How"],
        milestones.map(({ name, at, by, words: how }) => [
          name,
          at === null ? words("to come", { tone: "neutral" }) : shortTime(at),
          by === null ? `${how}.` : `${sentence(how)}, by ${by}.`,
        ]),
      ),
    ],
  };
}

const inWords = new Intl.ListFormat("en", { type: "conjunction" });

function named(names: readonly string[]): string {
  return inWords.format(names.map((name) => `\`${name}\``));
}

/** The same words with a capital letter. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
