import { recordsConformance } from "../store/records.conformance.ts";
import { emptyDirectory } from "./places.conformance.ts";
import { sqliteRecords } from "./sqlite-records.ts";

recordsConformance("SQLite", async () => {
  const { path, remove } = await emptyDirectory();
  return { open: () => sqliteRecords(path("records.db")), remove };
});
