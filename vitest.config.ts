import { defineConfig } from "vitest/config";
import { doors, reporters } from "./test/settings.ts";

export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "examples/**/*.test.ts"],
    exclude: ["**/*.slow.test.ts", "**/node_modules/**"],
    testTimeout: 30_000,
    maxWorkers: 2,
    ...reporters("tests"),
  },
});
