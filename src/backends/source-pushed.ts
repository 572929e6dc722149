import { defineSource, type RawTable, type Source, type SourceOptions } from "../data/index.ts";

const NOTHING: RawTable = { rows: 0, columns: [] };

/** What has no history: what was pushed is added by whoever reads the journal. */
export const pushedSource: Source<SourceOptions> = defineSource<SourceOptions>({
  name: "pushed",
  doc: "Events that come by push alone, for streams.",
  endings: [],
  incremental: () => false,
  read: async () => NOTHING,
  async *batches() {},
});

/** The name by which the catalogue finds it. */
export { pushedSource as source };
