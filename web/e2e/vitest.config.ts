import { defineConfig } from "vitest/config";

// One guest and one browser at a time: each takes a processor of its own.
export default defineConfig({
  test: {
    environment: "node",
    include: ["e2e/**/*.e2e.ts"],
    pool: "forks",
    poolOptions: { forks: { singleFork: true } },
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 20_000, interval: 40 } },
    reporters: ["verbose"],
  },
});
