import { onlineValuesConformance } from "../store/online-values.conformance.ts";
import { emptyDirectory } from "./places.conformance.ts";
import { sqliteOnline } from "./sqlite-online.ts";

onlineValuesConformance(
  "SQLite",
  async () => {
    const { path, remove } = await emptyDirectory();
    return { open: () => sqliteOnline(path("online.db")), remove };
  },
  { shares: true },
);
