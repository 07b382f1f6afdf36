import assert from 'node:assert/strict'
import test from 'node:test'
import { routeOf, safeReturn } from './route.ts'

test('every page has its path', () => {
  const table: [string, unknown][] = [
    ['/studio', { page: 'shows' }],
    ['/studio/', { page: 'shows' }],
    ['/studio/shows', { page: 'shows' }],
    ['/studio/shows/h3k9', { page: 'show', show: 'h3k9' }],
    ['/studio/shows/h3k9/live', { page: 'live', show: 'h3k9' }],
    ['/studio/shows/h3k9/broadcast', { page: 'broadcast', show: 'h3k9' }],
    ['/studio/shows/h3k9/archive', { page: 'archive', show: 'h3k9' }],
    ['/studio/shows/h3k9/review', { page: 'review', show: 'h3k9' }],
    ['/studio/shows/h3k9/insight', { page: 'figures', show: 'h3k9' }],
    ['/studio/insight', { page: 'insight' }],
    ['/studio/learn', { page: 'learn', part: 'reviews' }],
    ['/studio/learn/analysis', { page: 'learn', part: 'analysis' }],
    ['/studio/learn/cases', { page: 'learn', part: 'cases' }],
    ['/studio/learn/else', { page: 'nowhere' }],
    ['/studio/shows/h3k9/else', { page: 'nowhere' }],
    ['/studio/reports', { page: 'reports' }],
    ['/studio/reports/month/2026-11', { page: 'report', kind: 'month', id: '2026-11' }],
    ['/studio/reports/year/2026', { page: 'nowhere' }],
    ['/studio/products', { page: 'products', product: null }],
    ['/studio/products/urumi-lip', { page: 'products', product: 'urumi-lip' }],
    ['/studio/products/a%2Fb', { page: 'products', product: 'a/b' }],
    ['/studio/products/%E0%A4%A', { page: 'products', product: '%E0%A4%A' }],
    ['/studio/orders', { page: 'orders' }],
    ['/studio/playbook', { page: 'playbook' }],
    ['/studio/playbook/proofs', { page: 'proofs' }],
    ['/studio/playbook/proofs/k3', { page: 'proof', proof: 'k3' }],
    ['/studio/playbook/else', { page: 'nowhere' }],
    ['/studio/inbox', { page: 'inbox', part: 'items' }],
    ['/studio/inbox/figures', { page: 'inbox', part: 'figures' }],
    ['/studio/inbox/else', { page: 'nowhere' }],
    ['/studio/sharing', { page: 'sharing', part: 'campaigns' }],
    ['/studio/sharing/tree', { page: 'sharing', part: 'tree' }],
    ['/studio/sharing/else', { page: 'nowhere' }],
    ['/studio/settings', { page: 'settings', part: 'shop' }],
    ['/studio/settings/audit', { page: 'settings', part: 'audit' }],
    ['/studio/partners', { page: 'settings', part: 'partners' }],
    ['/studio/partners/more', { page: 'nowhere' }],
    ['/studio/settings/nothing', { page: 'nowhere' }],
    ['/studio/join', { page: 'join' }],
    ['/studio/sign-in', { page: 'sign-in' }],
    ['/studio/setup', { page: 'setup' }],
    ['/studio/cues', { page: 'nowhere' }],
  ]
  for (const [path, route] of table) assert.deepEqual(routeOf(path), route, path)
})

test('signing in never leads to another site or in a circle', () => {
  assert.equal(safeReturn('/studio/orders?show=x'), '/studio/orders?show=x')
  for (const bad of [null, '', 'https://evil.example/', '//evil.example', '/studio.evil', '/studio/sign-in?to=/studio']) {
    assert.equal(safeReturn(bad), '/studio')
  }
})
