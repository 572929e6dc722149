import { type Insufficient, wordInsufficient } from "../../kernel/index.ts";

/** Why a log cannot tell what another policy would have brought, in sentences for a person. */
export const OFF_POLICY_REASONS: Readonly<Record<string, string>> = Object.freeze({
  "propensity-missing": "Decisions were logged without the chance that they had.",
  "propensity-zero": "Decisions were logged with a chance of 0, and were made all the same.",
  "propensity-negative": "Decisions were logged with a chance below 0.",
  "propensity-above-one": "Decisions were logged with a chance above 1.",
  "target-not-a-probability": "The judged policy gave a chance that is no number from 0 to 1.",
  "reward-missing": "Decisions came without what they brought.",
  "predictions-missing": "No model predicted what decisions would bring.",
  "no-overlap": "Too much of what the policy would do was never tried.",
  "weights-out-of-balance":
    "The weights do not come to 1 on average: the logged chances are not those by which it was decided, or what the policy would do was hardly ever tried.",
  "few-effective-decisions":
    "A few decisions would speak for all others: too little of what the policy would do was tried.",
  "few-effective-changes": "Too few of the decisions that would change were tried the other way.",
  "few-telling-decisions": "What was tried has too few outcomes to tell by.",
  "no-reward-range": "Nobody said what a decision brings at the least and at the most.",
  "reward-outside-range": "A decision brought less or more than was said to be possible.",
  "zero-variance": "Everything that was seen came to the same.",
  "needs-marginal-chances":
    "It needs the chance of each item at its position whatever stands above; the log has it given what stands above.",
  "needs-conditional-chances": "It needs the chance of each item given what stands above it.",
  "needs-independent-slots": "It needs positions that are filled independently of each other.",
});

/** One sentence for a person, with the numbers behind it. */
export function wordOffPolicy(found: Insufficient): string {
  const sentence = OFF_POLICY_REASONS[found.reason];
  return sentence ?? wordInsufficient(found);
}
