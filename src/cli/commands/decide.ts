import { resolve } from "node:path";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, required, text } from "../calling/options.ts";

/** `alidade decide`: decides about every row of a file, as the server would. */
export const command: Command = defineCommand({
  name: "decide",
  summary: "Decide about every row of a file",
  about:
    "Decides as `serve` does, by the same code and what is released at the moment, and keeps every decision in the journal. Columns " +
    "that are known only afterwards are not looked at. A row that cannot be decided about says why, and the others go on; the " +
    "exit code is then 1.",
  arguments: { system: argument("system file, or its folder") },
  options: {
    in: required(text("file", "the rows: CSV, JSON lines or Parquet")),
    out: required(text("file", "where the answers go: .csv, .parquet, or .jsonl for one JSON object to a line")),
  },
  examples: ["alidade decide readmission/system.mts --in today.csv --out calls.csv"],
  async run(invocation) {
    const { args, options, cwd, signal } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { openBatch } = await import("../deciding/open-batch.ts");
    const { questionsIn } = await import("../deciding/questions-in.ts");
    const { answersOut } = await import("../deciding/answers-out.ts");
    const path = resolve(cwd, options.out);
    const batch = await openBatch(loaded, invocation);
    const out = await answersOut(path, invocation.backends);
    const counts = { decided: 0, refused: 0 };
    try {
      for await (const questions of questionsIn(options.in, loaded.system, invocation)) {
        signal.throwIfAborted();
        const answers = await batch.decide(questions);
        await out.write(answers);
        for (const answer of answers) counts["record" in answer ? "decided" : "refused"]++;
      }
      await out.finish();
    } finally {
      await out.close();
      await batch.close();
    }
    const refused = counts.refused === 0 ? "" : ` ${counts.refused} rows could not be decided about; each says why.`;
    return {
      exit: counts.refused === 0 ? 0 : 1,
      json: { system: loaded.system.name, out: path, ...counts },
      document: {
        title: `Decisions of ${loaded.system.name}`,
        summary: [`${counts.decided} decisions are in ${options.out} and in the journal.${refused}`],
        sections: [],
      },
    };
  },
});
