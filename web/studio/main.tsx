import { render } from 'preact'
import { actAsStaff } from '../shared/acting.ts'
import '../shared/tokens.css'
import '../shared/parts.css'
import './studio.css'
import { App } from './app.tsx'
import { followLinks } from './route.ts'

actAsStaff()
followLinks()
render(<App />, document.getElementById('app')!)
