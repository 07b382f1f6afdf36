// Three pages (player, studio, and blocks for other sites' pages), embed.js for those sites and the service worker, built into dist/ with hashed files under /assets/.
//
// The server answers every page path with one of their index.html and allows scripts
// from its own origin only, so nothing here may end up as an inline script.
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  publicDir: 'public',
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
      input: { player: 'player/index.html', studio: 'studio/index.html', blocks: 'blocks/index.html', embed: 'embed/embed.ts', sw: 'sw/sw.ts' },
      // Shops name /embed.js in their pages, and browsers know a service worker by its address: these stay.
      output: { entryFileNames: (chunk) => (chunk.name === 'embed' || chunk.name === 'sw' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
})
