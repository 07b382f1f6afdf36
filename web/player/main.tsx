import { render } from 'preact'
import '../shared/tokens.css'

render(<main />, document.getElementById('app')!)
