import {
  type Consensus,
  cohenKappa,
  fleissKappa,
  type ItemConsensus,
  krippendorffAlpha,
  mostContested,
  type Ratings,
} from "../../data/index.ts";
import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import { type Document, formatNumber, percent, table } from "../../report/index.ts";

const SEED = 1;

interface Agreement {
  readonly alpha: ReturnType<typeof krippendorffAlpha>;
  /** Cohen's of two annotators, else Fleiss'. */
  readonly kappa: number | Insufficient;
}

function agreementOf(ratings: Ratings): Agreement {
  const kappa = ratings.annotators.length === 2 ? cohenKappa(ratings, 0, 1) : fleissKappa(ratings);
  return { alpha: krippendorffAlpha(ratings, { seed: SEED }), kappa };
}

/** How far annotators agree, how good they are and what to look at again, for a program. */
export function annotatorsJson(ratings: Ratings, consensus: Consensus): Readonly<Record<string, unknown>> {
  const { item, items, annotators, classes } = ratings;
  return {
    ratings: item.length,
    items: items.length,
    annotators: annotators.length,
    classes,
    agreement: agreementOf(ratings),
    quality: consensus.annotators,
    contested: mostContested(consensus),
  };
}

/** From this alpha on, Krippendorff takes labels as reliable; below the second, not even for tentative conclusions. */
const [RELIABLE, TENTATIVE] = [0.8, 0.667];
const SHOWN = 10;

/** The same for a person. */
export function annotatorsDocument(ratings: Ratings, consensus: Consensus, written: string | undefined): Document {
  const { item, items, annotators, classes } = ratings;
  const { alpha, kappa } = agreementOf(ratings);
  const count = (n: number): string => formatNumber(n, "count");
  const words = isInsufficient(alpha)
    ? wordInsufficient(alpha)
    : `${alpha.value.toFixed(3)} (${alpha.low.toFixed(3)} to ${alpha.high.toFixed(3)})`;
  const contested = mostContested(consensus);
  return {
    title: "Annotators",
    verdict: verdictOf(alpha),
    summary: [
      `${count(item.length)} labels of ${count(items.length)} items by ${count(annotators.length)} people, ${count(classes.length)} classes.`,
      `Krippendorff's alpha is ${words}; ${annotators.length === 2 ? "Cohen's" : "Fleiss'"} kappa ${isInsufficient(kappa) ? wordInsufficient(kappa) : kappa.toFixed(3)}.`,
      ...(written === undefined
        ? []
        : [`${written} has one row for each item, with a column \`soft.<class>\` for each class.`]),
    ],
    sections: [
      {
        title: "People",
        lead: "How often each agrees with what all say together, and the mistake made most often. The least accurate first.",
        blocks: [
          table(
            ["who", { name: "labels", unit: "count" }, "right", "most often"],
            consensus.annotators.map(({ annotator, ratings: labels, accuracy, mistake }) => [
              annotator,
              labels,
              isInsufficient(accuracy) ? accuracy : percent(accuracy.value),
              mistake === null ? "" : `calls ${mistake.truth} ${mistake.called} (${(100 * mistake.share).toFixed(1)}%)`,
            ]),
          ),
        ],
      },
      ...(contested.length === 0 ? [] : [contestedSection(contested, classes)]),
    ],
  };
}

function verdictOf(alpha: Agreement["alpha"]): NonNullable<Document["verdict"]> {
  if (isInsufficient(alpha))
    return { tone: "unknown", text: "Too few items were labelled twice to say how far people agree." };
  if (alpha.low >= RELIABLE) return { tone: "good", text: "People agree: the labels can be relied on." };
  if (alpha.value >= TENTATIVE)
    return {
      tone: "unknown",
      text: "People agree fairly: learn from the soft labels, and look at the contested items again.",
    };
  return {
    tone: "bad",
    text: "People do not agree on what the labels mean: write down what they mean before more is labelled.",
  };
}

function contestedSection(
  contested: readonly ItemConsensus[],
  classes: readonly string[],
): Document["sections"][number] {
  const likely = ({ soft }: ItemConsensus): string =>
    classes
      .map((name, cls) => ({ name, share: soft[cls] ?? 0 }))
      .filter(({ share }) => share >= 0.05)
      .sort((a, b) => b.share - a.share)
      .map(({ name, share }) => `${name} ${Math.round(100 * share)}%`)
      .join(", ");
  return {
    title: "To look at again",
    lead: `The most contested first${contested.length > SHOWN ? `, ${SHOWN} of ${formatNumber(contested.length, "count")}` : ""}.`,
    blocks: [
      table(
        ["item", { name: "labels", unit: "count" }, "likely"],
        contested.slice(0, SHOWN).map((one) => [one.item, one.ratings, likely(one)]),
      ),
    ],
  };
}
