import { render } from 'preact'
import '../shared/tokens.css'
import '../shared/parts.css'
import './studio.css'
import { App } from './app.tsx'
import { followLinks } from './route.ts'

followLinks()
render(<App />, document.getElementById('app')!)
