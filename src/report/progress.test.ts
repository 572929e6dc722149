import { expect, test } from "vitest";
import { virtualClock } from "../kernel/index.ts";
import { silentProgress, terminalProgress } from "./progress.ts";

function recorder(interactive: boolean) {
  const clock = virtualClock(0);
  let text = "";
  const write = (more: string): void => {
    text += more;
  };
  const progress = terminalProgress({ write, columns: 60, interactive, clock });
  return { clock, progress, text: () => text };
}

test("away from a terminal, a finished step is one plain line with its time", () => {
  const { clock, progress, text } = recorder(false);
  const step = progress.step("Fit the trees");
  clock.advance(2_340);
  step.update(0.5, "tree 50");
  step.done("100 trees");
  step.done("again");
  expect(text()).toBe("Fit the trees  2.3 s  100 trees\n");
});

test("on a terminal, a bar appears after a second and gives way to the finished line", () => {
  const { clock, progress, text } = recorder(true);
  const step = progress.step("Fit");
  step.update(0.1);
  expect(text()).toBe("");
  clock.advance(1_000);
  step.update(0.5, "tree 50");
  expect(text()).toBe("\r\u001b[2KFit  ━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌  50%  tree 50");
  step.update(0.51);
  expect(text()).not.toContain("51%");
  clock.advance(1_000);
  step.done();
  expect(text().endsWith("\r\u001b[2K✓ Fit  2 s\n")).toBe(true);
});

test("shares out of range, unknown shares and hostile notes do no harm", () => {
  const { clock, progress, text } = recorder(true);
  const step = progress.step("S\u001b[2J");
  clock.advance(1_000);
  step.update(7, "x\u001b[31m".repeat(40));
  clock.advance(100);
  step.update(Number.NaN);
  expect(text().replaceAll("\r\u001b[2K", "")).not.toContain("\u001b");
  expect(text()).toContain("100%");
  for (const line of text().split("\r\u001b[2K")) expect(line.length).toBeLessThan(60);
});

test("silence is silent", () => {
  const step = silentProgress.step("x");
  step.update(0.5);
  step.done();
  expect(silentProgress.step("y")).toBe(step);
});
