// One part of the contract, on a server of its own: PART=orders. `run` runs them all.
import assert from 'node:assert/strict'
import { after, describe } from 'node:test'
import { closeHouse } from './house.ts'

const part = process.env.PART
assert.ok(part, 'PART names the part to run, or `tests/contract/run` runs all')
describe(part, () => import(`./${part}.ts`))

after(closeHouse)
