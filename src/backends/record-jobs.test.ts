import { jobsConformance } from "../store/jobs.conformance.ts";
import { emptyDirectory } from "./places.conformance.ts";
import { recordJobs } from "./record-jobs.ts";
import { sqliteRecords } from "./sqlite-records.ts";

jobsConformance("Jobs over SQLite", async () => {
  const { path, remove } = await emptyDirectory();
  return {
    open: async (clock) => {
      const records = await sqliteRecords(path("records.db"));
      return { jobs: recordJobs({ records, clock }), close: () => records.close() };
    },
    remove,
  };
});
