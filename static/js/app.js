import { initAll } from '../vendor/nhsuk-frontend/nhsuk-frontend.min.js'
import { guardForms } from './guard.js'

initAll()
guardForms()
