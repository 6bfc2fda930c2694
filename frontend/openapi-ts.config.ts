import { defineConfig } from "@hey-api/openapi-ts";

// The client is made anew by every build from what the server says of itself, so it cannot drift.
export default defineConfig({
  input: "../docs/reference/openapi.json",
  output: { path: "src/client", clean: true },
  plugins: [
    { name: "@hey-api/client-fetch", throwOnError: true },
    "@hey-api/sdk",
    "@hey-api/typescript",
    { name: "@tanstack/react-query", queryKeys: true },
  ],
});
