// Two pages, player and studio, built into dist/ with hashed files under /assets/.
//
// The server answers every page path with dist/player/index.html or dist/studio/index.html and allows scripts
// from its own origin only, so nothing here may end up as an inline script.
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: false,
  appType: 'mpa',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // hls.js alone is 390 kB; it is loaded only by pages that play.
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      input: { player: 'player/index.html', studio: 'studio/index.html' },
    },
  },
})
