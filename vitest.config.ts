import { defineConfig } from "vitest/config";
import { doors, reporters } from "./test/settings.ts";

export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/*.slow.test.ts", "**/node_modules/**"],
    // They end what hangs, and must not fail what is slow: on a busy machine a test takes many times its second.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // Nothing happens at import and no module keeps state, so that files can share what they import: half the time.
    isolate: false,
    ...reporters("tests"),
  },
});
