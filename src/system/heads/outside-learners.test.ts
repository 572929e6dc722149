import { describe, expect, test } from "vitest";
import { command, imported } from "../index.ts";

describe("a learner outside of this process", () => {
  test("is data with its defaults filled in", () => {
    expect(command({ run: ["python3", "train.py"] })).toEqual({
      learner: "command",
      params: { run: ["python3", "train.py"], timeout: 600_000, env: [], tolerance: 0 },
    });
    expect(imported({ file: "model.txt" })).toEqual({ learner: "imported", params: { file: "model.txt" } });
    expect(imported({ file: "m", features: ["a"], unseen: true }).params).toEqual({
      file: "m",
      features: ["a"],
      unseen: true,
    });
  });

  test.each<readonly [unknown, RegExp]>([
    [undefined, /takes an object/],
    [{}, /`?learner.run`? must be a list/],
    [{ run: [] }, /must be a list such as/],
    [{ run: "python3 train.py" }, /must be a list such as/],
    [{ run: ["python3", 3] }, /must be a list such as/],
    [{ run: ["python3"], timeOut: "5m" }, /timeOut/],
    [{ run: ["python3"], timeout: "soon" }, /duration|soon/],
    [{ run: ["python3"], timeout: "60d" }, /at most 24 days/],
    [{ run: ["python3"], env: "TOKEN" }, /must be a list of names/],
    [{ run: ["python3"], tolerance: -1 }, /0 or more, or null/],
    [{ run: ["python3"], tolerance: Number.NaN }, /0 or more, or null/],
  ])("command(%j) is refused", (options, words) => {
    expect(() => command(options as never)).toThrow(words);
  });

  test.each<readonly [unknown, RegExp]>([
    [{}, /must be a path/],
    [{ file: "" }, /must be a path/],
    [{ file: "m", features: [""] }, /must be a list of names/],
    [{ file: "m", unseen: "yes" }, /must be true or false/],
    [{ file: "m", path: "n" }, /path/],
  ])("imported(%j) is refused", (options, words) => {
    expect(() => imported(options as never)).toThrow(words);
  });
});
