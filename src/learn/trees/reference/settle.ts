import type { Asked, Counting, Question } from "../engine.ts";
import { count, ofFeature } from "./histogram.ts";
import { type Setting, settingOf } from "./rules.ts";
import { scanLevels } from "./scan-levels.ts";
import { type Split, scanNumbers } from "./scan-numbers.ts";

/** Counts a leaf and answers what is asked about it and its sibling: the best split of each feature. */
export function settle(counting: Counting, asked: Asked): void {
  const { histogram, parent, data } = counting;
  count(counting);
  if (asked.counted !== undefined) answer(asked.counted, { counting, asked, histogram, first: 0 });
  if (asked.sibling !== undefined && parent !== undefined)
    answer(asked.sibling, { counting, asked, histogram: parent, first: data.features.length });
}

interface Scan {
  readonly counting: Counting;
  readonly asked: Asked;
  readonly histogram: Int32Array;
  /** The number of the first answer. */
  readonly first: number;
}

function answer(question: Question, { counting, asked, histogram, first }: Scan): void {
  const { data } = counting;
  const setting = settingOf(asked, question);
  for (let feature = 0; feature < data.features.length; feature++) {
    const candidate = {
      feature,
      histogram: ofFeature(data, histogram, feature),
      direction: asked.directions[feature] as number,
    };
    const isAllowed = question.allowed === undefined || question.allowed[feature] === 1;
    write(asked, first + feature, isAllowed ? scanOne(candidate, setting, data.shapes) : undefined);
  }
}

function scanOne(
  candidate: { feature: number; histogram: Int32Array; direction: number },
  setting: Setting,
  shapes: Int32Array,
): Split | undefined {
  const bins = shapes[candidate.feature * 2] as number;
  return bins > 0 ? scanNumbers(candidate, setting) : scanLevels(candidate, setting);
}

function write({ answers }: Asked, index: number, split: Split | undefined): void {
  const { reals, words } = answers;
  reals[index * 8] = split?.gain ?? 0;
  if (split === undefined) return;
  const at = index * 16;
  words[at + 2] = split.left.gradient;
  words[at + 3] = split.left.hessian;
  words[at + 4] = split.lastLeft;
  words[at + 5] = split.missingLeft ? 1 : 0;
  words.fill(0, at + 6, at + 14);
  for (const bin of split.inside)
    words[at + 6 + (bin >> 5)] = (words[at + 6 + (bin >> 5)] as number) | (1 << (bin & 31));
}
