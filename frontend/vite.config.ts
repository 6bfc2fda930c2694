import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const server = process.env["LIKENESS_SERVER"] ?? "http://127.0.0.1:8080";

/** Puts into the page what the server puts there (`rest/page.py`), while developing. */
function asServed(): Plugin {
  return {
    name: "likeness-as-served",
    apply: "serve",
    transformIndexHtml: (html) =>
      html.replace(
        "<!--served-->",
        '<base href="/"><meta name="likeness-entrance" content="link">',
      ),
  };
}

/**
 * What many pages use comes in few files: one request for each icon and each small part would take
 * longer than what is in them, and its headers more bytes.
 */
const SHARED = {
  name: "shared",
  test: /(node_modules[\\/](?!echarts|zrender)|src[\\/](lib|data|parts)[\\/])/,
  minShareCount: 4,
};

export default defineConfig({
  base: "./",
  plugins: [react(), asServed()],
  resolve: { alias: { "@": `${import.meta.dirname}/src` } },
  build: {
    target: "es2023",
    outDir: "../src/likeness/rest/static",
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    license: { fileName: "licences.txt" },
    rollupOptions: {
      input: { index: "index.html", worker: "src/worker.ts" },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "worker" ? "worker.js" : "assets/[name]-[hash].js",
        codeSplitting: { groups: [SHARED] },
      },
    },
  },
  server: {
    fs: { allow: [".."] }, // tests compare words with ../docs/reference
    proxy: {
      "^/(api|enter|docs|healthz)": {
        target: server,
        changeOrigin: true,
        configure: (proxy) =>
          proxy.on("proxyReq", (request) => {
            if (request.getHeader("origin")) request.setHeader("origin", server);
          }),
      },
    },
  },
  test: {
    environment: "node",
    isolate: false, // they share no state, and a process for each would take most of the time
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
} as Parameters<typeof defineConfig>[0]);
