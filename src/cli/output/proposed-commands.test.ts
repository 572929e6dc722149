import { expect, test } from "vitest";
import { commandLine, list, paragraph, table } from "../../report/index.ts";
import { proposedIn, proposedText } from "./proposed-commands.ts";

test.each([
  ["alidade up shop.mts --once", "alidade up shop.mts --once --dir replayed"],
  ["Next: alidade serve shop.mts", "Next: alidade serve shop.mts --dir replayed"],
  [
    "The trials: alidade runs --parent run_1. The report: x.html",
    "The trials: alidade runs --parent run_1 --dir replayed. The report: x.html",
  ],
  [
    "`alidade alerts` lists them; `alidade up` watches.",
    "`alidade alerts --dir replayed` lists them; `alidade up` watches.",
  ],
  ["`alidade train … --dir other` first", "`alidade train … --dir other` first"],
  ["`alidade retrain --help`", "`alidade retrain --help`"],
  ["How alidade works", "How alidade works"],
])("a command that is proposed names the state: %s", (text, proposed) => {
  expect(proposedText(text, "replayed")).toBe(proposed);
  expect(proposedText(text, ".alidade")).toBe(text);
});

test("so does every command of a document; a name that a shell would break is quoted", () => {
  const document = {
    title: "t",
    verdict: { tone: "good", text: "`alidade models` has it" },
    summary: ["Next: alidade serve a.mts"],
    sections: [
      {
        title: "Next",
        lead: "`alidade history a.mts` says so.",
        blocks: [
          commandLine("alidade check a.mts"),
          paragraph("x"),
          list(["alidade runs"]),
          table(["a"], [["`alidade runs`"]]),
        ],
      },
    ],
  } as const;
  const text = JSON.stringify(proposedIn(document, "my state"));
  expect(text.match(/--dir \\"my state\\"/g)).toHaveLength(6);
  expect(proposedIn(document, ".alidade")).toBe(document);
});
