import { type Document, formatTime, type Section, type Tone, table, type Value, words } from "../../report/index.ts";
import type { Readiness, ReadinessSection, TestResult } from "./readiness.ts";

/** How many of the next steps a summary names. */
const STEPS = 3;

/** Readiness as a page: the score and what would raise it, then every test with its evidence. */
export function readinessReport({ system, at, score, means, sections }: Readiness): Document {
  const weakest = sections.find((section) => section.score === score);
  const open = weakest?.tests.filter(({ next }) => next !== null) ?? [];
  return {
    title: `Readiness of ${system}`,
    subtitle: `28 tests, computed from what the state directory holds, ${formatTime(at)}`,
    verdict: { tone: toneOf(score), text: `${score} of 7. ${means}` },
    summary: [
      `The score is that of the weakest of four sections: ${weakest?.name.toLowerCase() ?? "none"}.`,
      ...open.slice(0, STEPS).map((test) => `To raise it: ${nextOf(test)}`),
    ],
    sections: [glance(sections), ...sections.map(sectionOf)],
  };
}

function glance(sections: readonly ReadinessSection[]): Section {
  const count = (tests: readonly TestResult[], points: number): number =>
    tests.filter((test) => test.points === points).length;
  const rows = sections.map(({ name, score, tests }) => [
    name,
    words(`${score} of 7`, { tone: toneOf(score) }),
    count(tests, 1),
    count(tests, 0.5),
    count(tests, 0),
  ]);
  return { title: "At a glance", blocks: [table(["", "Score", "By machine", "By hand", "Not"], rows)] };
}

function sectionOf({ name, score, tests }: ReadinessSection): Section {
  return {
    title: `${name}: ${score} of 7`,
    blocks: [table(["Test", "Points", "Evidence"], tests.map(rowOf))],
  };
}

function rowOf(test: TestResult): readonly Value[] {
  const { asks, points, says, see, at, next } = test;
  const where = see === null || at === null ? "" : ` (${see}, ${formatTime(at)})`;
  const evidence = see === null ? `Needs ${lowered(next ?? says)}` : `${says}${where}`;
  const more = see === null || next === null ? "" : ` More: ${lowered(next)}`;
  return [
    asks,
    words(String(points), { tone: points === 1 ? "good" : points === 0 ? "bad" : "neutral" }),
    evidence + more,
  ];
}

function nextOf({ asks, next }: TestResult): string {
  return `${asks.replace(/\?$/, "")}: ${lowered(next ?? "")}`;
}

function toneOf(score: number): Tone {
  if (score > 3) return "good";
  return score > 1 ? "neutral" : "bad";
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
