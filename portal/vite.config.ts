import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The output folder is the caller's (scripts/build-portal.ts); by hand `npx vite build portal` writes to portal/dist. */
export default defineConfig({
  root: __dirname,
  build: {
    outDir: join(__dirname, 'dist'), emptyOutDir: true,
    target: 'es2022', sourcemap: false, manifest: true, assetsInlineLimit: 0, reportCompressedSize: false,
    rolldownOptions: {
      // React's directive for servers means nothing in a browser's bundle.
      onwarn: (warning, warn) => (warning.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : warn(warning)),
    },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:7800' } },
});
