import { dictionary } from '../../shared/i18n.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'

/** What a viewer reads, in the language spoken now. */
export const words = dictionary({ ja, en })
