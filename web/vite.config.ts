import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What a first visit may weigh, in brotli kilobytes: the entry, what it imports at once, and its styles. */
const STAFF_SHELL_LIMIT_KB = 260;

/** Writes `.br` beside every text file, so that the server can embed and send both forms. */
function brotli(): Plugin {
  let folder = 'dist';
  return {
    name: 'roadbook-brotli',
    apply: 'build',
    enforce: 'post',
    configResolved({ build }) {
      folder = build.outDir;
    },
    closeBundle() {
      for (const file of filesBelow(folder).filter((name) => /\.(js|css|html|svg|json)$/.test(name))) {
        const content = readFileSync(file);
        if (content.length >= 1024) writeFileSync(`${file}.br`, compress(content));
      }
    },
  };
}

/** Fails the build when the staff shell outgrows its limit. */
function sizeGuard(): Plugin {
  return {
    name: 'roadbook-size-guard',
    apply: 'build',
    generateBundle(_, bundle) {
      const entry = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.isEntry);
      if (!entry) return;
      const visited = new Set<string>();
      const visit = (name: string) => {
        const chunk = bundle[name];
        if (visited.has(name) || chunk?.type !== 'chunk') return;
        visited.add(name);
        for (const next of chunk.imports) visit(next);
        for (const style of chunk.viteMetadata?.importedCss ?? []) visited.add(style);
      };
      visit(entry.fileName);
      let bytes = 0;
      for (const name of visited) {
        const file = bundle[name];
        if (file) bytes += compress(Buffer.from(file.type === 'chunk' ? file.code : file.source)).length;
      }
      const kb = Math.round(bytes / 1024);
      console.log(`staff shell: ${kb} KB brotli of ${STAFF_SHELL_LIMIT_KB}`);
      if (kb > STAFF_SHELL_LIMIT_KB)
        this.error(`the staff shell weighs ${kb} KB, its limit is ${STAFF_SHELL_LIMIT_KB} KB`);
    },
  };
}

function compress(content: Uint8Array): Buffer {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

export default defineConfig({
  plugins: [react(), sizeGuard(), brotli()],
  build: {
    target: ['chrome107', 'safari16'],
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { staff: 'index.html' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\//, priority: 30 },
            { name: 'tanstack', test: /node_modules\/@tanstack\//, priority: 20 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': process.env.ROADBOOK_URL ?? 'http://127.0.0.1:8080' } },
  test: {
    environment: 'happy-dom',
    include: ['staff/**/*.test.{ts,tsx}', 'shared/**/*.test.{ts,tsx}'],
    setupFiles: ['shared/test-setup.ts'],
    css: false,
    pool: 'threads',
  },
});
