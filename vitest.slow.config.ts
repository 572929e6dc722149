import { defineConfig } from "vitest/config";
import { doors, reporters } from "./test/settings.ts";

/** What takes a minute or needs a built package, a browser or a second process: one file at a time. */
export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: ["src/**/*.slow.test.ts", "test/**/*.slow.test.ts", "examples/**/*.slow.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    fileParallelism: false,
    ...reporters("slow-tests"),
  },
});
