import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The host stays the page's own: the server refuses what comes from another origin.
const SERVER = { target: "http://127.0.0.1:3000", changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // Files under /assets/ carry a hash in their name, so the server lets browsers keep them.
  build: {
    assetsDir: "assets",
    chunkSizeWarningLimit: 900,
    sourcemap: false,
    // What scripts/firstLoad.ts reads.
    manifest: true,
    rolldownOptions: {
      // Parts of the component library that only lack the note that importing them does nothing by itself.
      treeshake: {
        moduleSideEffects: [{ test: /node_modules\/@rc-component\/.*\.js$/, sideEffects: false }],
      },
    },
  },
  server: { host: "127.0.0.1", proxy: { "/api": SERVER, "/-/": SERVER } },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/test/setup.ts"],
    restoreMocks: true,
    testTimeout: 20_000,
    // A test reads colours from it.
    css: { include: [/global\.css/] },
  },
});
